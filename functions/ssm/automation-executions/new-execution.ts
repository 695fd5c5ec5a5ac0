import type { StartAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { invalidAutomationExecutionParameters } from '../errors.ts';
import { startParameters } from '../expressions/parameters.ts';
import { systemVariable } from '../expressions/system-variables.ts';
import { withoutParameters } from '../rate-control/request.ts';
import { withAlarm } from './alarm.ts';
import { type Definition, definitionOf } from './definition.ts';
import { executionEvent } from './event.ts';
import { withStoredDefaults } from './stored-defaults.ts';
import { type Attempt, type ExecutionRecord, executionItem } from './record.ts';

/** What a new execution is, besides what was asked: its id, for whom it runs, and below which step. */
export interface Origin {
  id: string;
  caller: Pick<Caller, 'arn' | 'account' | 'region'>;
  parent?: Attempt;
  depth?: number;
  /** The parameters that are given later, by targets. */
  fromTargets?: string[];
  /** What it runs, where that is not the document that the request names. */
  definition?: Definition;
}

/** The same limit as for a document, which SSM says includes the parameters at run time. */
const mostCharacters = 65_536;

/**
 * The record of an execution that is asked for, not yet written; the runbook's text is kept.
 * Throws what StartAutomationExecution throws for its document and parameters.
 */
export async function newExecution(
  input: StartAutomationExecutionRequest,
  ports: Pick<Ports, 'store' | 'clock' | 'aws' | 'log'>,
  { id, caller, parent, depth, fromTargets, definition: known }: Origin,
): Promise<ExecutionRecord> {
  const { runbook: whole, snapshot, ...definition } = known ?? (await definitionOf(ports, input, caller));
  const runbook = fromTargets ? withoutParameters(whole, fromTargets) : whole;
  const given = await withStoredDefaults({ runbook, given: input.Parameters }, ports, { id, caller });
  if (JSON.stringify(given).length > mostCharacters)
    throw invalidAutomationExecutionParameters('The parameters are larger than 64 KB.');
  const now = ports.clock.now();
  const system = { executionId: id, account: caller.account, region: caller.region, partition: 'aws', now };
  const { values, texts } = startParameters(runbook.parameters, given, (name) => systemVariable(name, system));
  return {
    id,
    ...definition,
    runbook: snapshot,
    ...(input.Mode === 'Interactive' ? { status: 'Waiting', mode: input.Mode } : { status: 'InProgress' }),
    startTime: now,
    order: nextOrder(now),
    executedBy: caller.arn,
    account: caller.account,
    region: caller.region,
    parameters: texts,
    values,
    ...(input.Tags?.length && { tags: input.Tags.map(({ Key = '', Value = '' }) => ({ Key, Value })) }),
    ...(input.AlarmConfiguration && (await withAlarm(input.AlarmConfiguration, ports, { id, region: caller.region }))),
    ...(parent && { parent, depth: depth ?? 1 }),
  };
}

/** Puts a new execution on record, with whatever must be written together with it, and tells the bus. */
export async function keepExecution(
  record: ExecutionRecord,
  { store, events }: Pick<Ports, 'store' | 'events'>,
  together: Write[] = [],
): Promise<void> {
  await store.write([{ put: executionItem(record), expect: 0 }, ...together]);
  await events.publish(() => [executionEvent(record, record.startTime)]);
}
