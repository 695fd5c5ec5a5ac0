import type { StartAutomationExecutionRequest, StartAutomationExecutionResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import { startParameters } from '../expressions/parameters.ts';
import { startedBefore, tokenItem } from './client-token.ts';
import { definitionOf } from './definition.ts';
import { statusEvent } from './event.ts';
import { type ExecutionRecord, executionItem, nextOrder } from './record.ts';

/**
 * Starts a runbook: the execution goes on record, then its state machine starts; a ClientToken starts one execution however often it is sent.
 * Throws AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException, InvalidAutomationExecutionParametersException, IdempotentParameterMismatch.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export async function startAutomationExecution(
  input: StartAutomationExecutionRequest,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'events'>,
  caller: Caller,
): Promise<StartAutomationExecutionResult> {
  const id = (await startedBefore(input, ports.store, caller)) ?? (await recorded(input, ports, caller));
  await ports.workflows.start('ssm-automation', id, { executionId: id, status: 'InProgress' });
  return { AutomationExecutionId: id };
}

type Needs = Pick<Ports, 'store' | 'clock' | 'ids' | 'events'>;

async function recorded(input: StartAutomationExecutionRequest, ports: Needs, caller: Caller): Promise<string> {
  refuseWhatIsMissing(input);
  const { runbook, snapshot, ...definition } = await definitionOf(ports.store, input, caller);
  const { values, texts } = startParameters(runbook.parameters, input.Parameters);
  const now = ports.clock.now();
  const record: ExecutionRecord = {
    id: ports.ids.uuid(),
    ...definition,
    runbook: snapshot,
    status: 'InProgress',
    startTime: now,
    order: nextOrder(now),
    executedBy: caller.arn,
    account: caller.account,
    region: caller.region,
    parameters: texts,
    values,
    ...(input.Tags?.length && { tags: input.Tags.map(({ Key = '', Value = '' }) => ({ Key, Value })) }),
  };
  const writes: Write[] = [{ put: executionItem(record), expect: 0 }];
  if (input.ClientToken) writes.push({ put: tokenItem(input, record, caller), expect: 0 });
  await ports.store.write(writes);
  await ports.events.publish([statusEvent(record, now)]);
  return record.id;
}

/** What this server cannot do is refused, never left out in silence. */
function refuseWhatIsMissing(input: StartAutomationExecutionRequest): void {
  const missing = (
    ['Targets', 'TargetMaps', 'TargetLocations', 'TargetLocationsURL', 'AlarmConfiguration'] as const
  ).find((name) => input[name] !== undefined);
  if (missing) throw invalidAutomationExecutionParameters(`${missing} is not available on this server.`);
  if (input.Mode === 'Interactive')
    throw invalidAutomationExecutionParameters('Mode Interactive is not available on this server.');
}
