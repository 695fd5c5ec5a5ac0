import type { ExecutionRecord } from '../../../functions/ssm/automation-executions/record.ts';
import { loadRun } from '../../../functions/ssm/automation-executions/run.ts';
import type { World } from '../world.ts';
import type { Doings } from './outside.ts';
import { placeFaults } from './places.ts';
import { executionIds } from './step-records.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** What waits although it need not, at a moment when nothing is under way. */
export async function lateWakeUps(world: World, doings: Doings): Promise<string[]> {
  const late = executionIds(world.records).map((id) => lateIn(world, doings, id));
  return (await Promise.all(late)).flat();
}

/** The same of one execution. */
export async function lateIn(world: World, doings: Doings, id: string): Promise<string[]> {
  const run = await loadRun(world.ports.store, id);
  const execution = run?.execution.value;
  const step = run?.steps.at(-1)?.value;
  const late = [...(await placeFaults(world, execution)), ...scriptFaults(doings, execution)];
  const wakeAt = step && !over.has(step.status) ? step.wakeAt : undefined;
  if (wakeAt !== undefined && step?.verdict) late.push(`${id}: ${step.name} still waits, and ${step.verdict.verdict}`);
  // Times are rounded up to seconds.
  if (wakeAt !== undefined && wakeAt + 1000 <= world.clock.now()) late.push(`${id}: ${step?.name} waits past its time`);
  if (execution?.status === 'Cancelling' && !step?.isCancelPath)
    late.push(`${id}: it was stopped, and ${step?.name ?? 'nothing'} still waits`);
  return late;
}

/** A script of an execution that is over. */
function scriptFaults({ jobs }: Doings, execution: ExecutionRecord | undefined): string[] {
  if (!execution || !over.has(execution.status)) return [];
  const isLeft = [...jobs.keys()].some((job) => job.startsWith(execution.id));
  return isLeft ? [`${execution.id}: it is over, and its script runs`] : [];
}
