import type { Workflows } from '../../ports/workflows.ts';
import type { ExecutionRecord } from './record.ts';

/** What an execution's machines follow from. */
type Run = Pick<ExecutionRecord, 'id' | 'alarmConfiguration'> & {
  rateControl?: ExecutionRecord['rateControl'] | boolean;
};

/**
 * Starts the machines of an execution: the one that runs its steps, or has its runbook run for every target, and, where it has an alarm, the one that
 * watches it. Starting them again changes nothing. `kept` is the write of the record where that is still under way.
 */
export async function startRun(
  workflows: Workflows,
  { id, alarmConfiguration, rateControl }: Run,
  kept?: Promise<void>,
): Promise<void> {
  const machine = rateControl ? 'ssm-rate-control' : 'ssm-automation';
  const run = workflows.start(machine, id, { executionId: id, status: 'InProgress' }, kept);
  const watch = alarmConfiguration && workflows.start('ssm-alarm', id, { executionId: id, looks: 0, missed: 0 }, kept);
  await Promise.all([run, watch]);
}
