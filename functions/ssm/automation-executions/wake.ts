import type { Ports } from '../../ports/ports.ts';
import { unlessGone } from '../../ports/waits.ts';
import { type ExecutionRecord, isFinished, type StepRecord } from './record.ts';
import { tokensOf } from './wait.ts';

/** An execution and the step it started last. */
interface Place {
  execution: ExecutionRecord | undefined;
  step: StepRecord | undefined;
}

/**
 * Ends the wait of a run when what it waits for is on record: a stop, a decision or a result. Safe to call at any moment and again.
 * A token that is used or gone means that the run is already on its way.
 */
export async function wake(
  { store, workflows }: Pick<Ports, 'store' | 'workflows'>,
  { execution, step }: Place,
): Promise<void> {
  if (!execution) return;
  const { id } = execution;
  const isStopped = execution.status === 'Cancelling' && !step?.isCancelPath;
  if (!isStopped && !isDecided(execution, step)) return;
  for (const token of await tokensOf(store, id))
    await unlessGone(
      isStopped
        ? workflows.fail(token, 'Cancelled', 'The automation execution is being cancelled.')
        : workflows.succeed(token, { executionId: id }),
    );
}

/** A run in the queue rests until it has its place. In Interactive mode a run also rests, with the status Waiting, after a finished step. */
const isDecided = (execution: ExecutionRecord, step: StepRecord | undefined): boolean =>
  execution.status !== 'Pending' &&
  (step?.verdict !== undefined ||
    step?.wakeAt === 0 ||
    execution.asked !== undefined ||
    isFinished(execution) ||
    ((step === undefined || isFinished(step)) && execution.status !== 'Waiting'));
