import { endOf, type Move, nextMove, type Progress } from './decide.ts';
import { inFlight, newestOpen } from './in-flight.ts';
import { type Asked, isFinished, type StepRecord } from './record.ts';

/** The run rests until somebody starts the next step, completes or cancels it. */
export interface Hold {
  move: 'hold';
}

const hold: Hold = { move: 'hold' };

/**
 * The decision about flow in Interactive mode: the flow is that of any run, but a step of the runbook starts only when somebody asked for it,
 * and only an Abort ends the run by itself. A loop turns, and an onCancel path goes on, without being asked.
 */
export function interactiveMove(progress: Progress, asked: Asked | undefined): Move | Hold {
  if (progress.cancelling) return nextMove(progress);
  const open = newestOpen(progress.steps);
  if (open) return isToStop(progress, asked) ? { move: 'cancel', record: open, isStopped: true } : nextMove(progress);
  if (asked?.ask === 'Complete') return endOf(progress);
  const move = nextMove(progress);
  if (move.move === 'end') return move.isAborted ? move : hold;
  if (move.move !== 'start' || asked?.ask !== 'StartStep' || asked.step !== move.step.name) return hold;
  return { ...move, ...(asked.parameters && { overriddenParameters: asked.parameters }) };
}

const isToStop = ({ steps }: Progress, asked: Asked | undefined): boolean => {
  const step = asked?.ask === 'StopStep' ? steps[asked.sequence - 1] : undefined;
  return step !== undefined && !isFinished(step);
};

/** The step that may be started while none is in flight; none after the last. */
export function choiceOf(progress: Pick<Progress, 'runbook' | 'steps'>): string | undefined {
  const move = nextMove({ ...progress, nextTurn: () => undefined });
  return move.move === 'start' ? move.step.name : undefined;
}

/** The step in flight; where that is in a loop, the outermost one. */
export const openStep = (steps: readonly StepRecord[]): StepRecord | undefined =>
  inFlight(steps).find((record) => !record.parent && !isFinished(record));
