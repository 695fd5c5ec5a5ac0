import type { StartAutomationExecutionRequest, StartAutomationExecutionResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import { startedBefore, tokenItem } from './client-token.ts';
import { keepExecution, newExecution } from './new-execution.ts';
import { startRun } from './start-run.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'events' | 'aws' | 'log'>;

/**
 * Starts a runbook: the execution goes on record, then its state machine starts; a ClientToken starts one execution however often it is sent.
 * Throws AutomationDefinitionNotFoundException, AutomationDefinitionVersionNotFoundException, InvalidAutomationExecutionParametersException, IdempotentParameterMismatch.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartAutomationExecution.html
 */
export async function startAutomationExecution(
  input: StartAutomationExecutionRequest,
  ports: Needs,
  caller: Caller,
): Promise<StartAutomationExecutionResult> {
  const before = await startedBefore(input, ports.store, caller);
  const { id, kept } = before === undefined ? await recorded(input, ports, caller) : { id: before, kept: undefined };
  const { AlarmConfiguration: alarmConfiguration } = input;
  await startRun(ports.workflows, { id, ...(alarmConfiguration && { alarmConfiguration }) }, kept);
  return { AutomationExecutionId: id };
}

/** The new execution's id, and its write, which is under way. */
async function recorded(input: StartAutomationExecutionRequest, ports: Needs, caller: Caller) {
  refuseWhatIsMissing(input);
  const record = await newExecution(input, ports, { id: ports.ids.uuid(), caller });
  const token: Write[] = input.ClientToken ? [{ put: tokenItem(input, record, caller), expect: 0 }] : [];
  return { id: record.id, kept: keepExecution(record, ports, token) };
}

/** What this server cannot do is refused, never left out in silence. */
function refuseWhatIsMissing(input: StartAutomationExecutionRequest): void {
  const missing = (['Targets', 'TargetMaps', 'TargetLocations', 'TargetLocationsURL'] as const).find(
    (name) => input[name] !== undefined,
  );
  if (missing) throw invalidAutomationExecutionParameters(`${missing} is not available on this server.`);
}
