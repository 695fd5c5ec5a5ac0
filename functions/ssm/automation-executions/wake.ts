import { TokenGone, type Workflows } from '../../ports/workflows.ts';
import { type ExecutionRecord, isFinished, type StepRecord } from './record.ts';

interface Wait {
  token: string | undefined;
  execution: ExecutionRecord | undefined;
  step: StepRecord | undefined;
}

/**
 * Ends the wait of a run when what it waits for is on record: a stop, a decision or a result. Safe to call at any moment and again.
 * A token that is used or gone means that the run is already on its way.
 */
export async function wake(workflows: Workflows, { token, execution, step }: Wait): Promise<void> {
  if (token === undefined || !execution) return;
  const isStopped = execution.status === 'Cancelling' && !step?.isCancelPath;
  const isDecided = step?.verdict || isFinished(execution) || (step && isFinished(step));
  if (!isStopped && !isDecided) return;
  for (const each of new Set([token, step?.otherToken ?? token]))
    await unlessGone(
      isStopped
        ? workflows.fail(each, 'Cancelled', 'The automation execution is being cancelled.')
        : workflows.succeed(each, { executionId: execution.id }),
    );
}

async function unlessGone(completion: Promise<void>): Promise<void> {
  try {
    await completion;
  } catch (error) {
    if (!(error instanceof TokenGone)) throw error;
  }
}
