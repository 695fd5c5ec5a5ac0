import type { Workflows } from '../../ports/workflows.ts';
import type { ExecutionRecord } from './record.ts';

/**
 * Starts the machines of an execution: the one that runs its steps and, where it has an alarm, the one that watches it. Starting them again
 * changes nothing. `kept` is the write of the record where that is still under way.
 */
export async function startRun(
  workflows: Workflows,
  { id, alarmConfiguration }: Pick<ExecutionRecord, 'id' | 'alarmConfiguration'>,
  kept?: Promise<void>,
): Promise<void> {
  const run = workflows.start('ssm-automation', id, { executionId: id, status: 'InProgress' }, kept);
  const watch = alarmConfiguration && workflows.start('ssm-alarm', id, { executionId: id, looks: 0, missed: 0 }, kept);
  await Promise.all([run, watch]);
}
