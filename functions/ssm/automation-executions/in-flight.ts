import { isFinished, type ParentStep, type StepRecord } from './record.ts';

/**
 * The step that started last and the loops around it, the outermost last. One thing happens at a time, so each is also the newest step of its turn,
 * and all that is not over is among them.
 */
export function inFlight(steps: readonly StepRecord[]): StepRecord[] {
  const found: StepRecord[] = [];
  for (let record = steps.at(-1); record; record = record.parent && steps[record.parent.sequence - 1])
    found.push(record);
  return found;
}

/** The step that is not over; where loops are open too, the innermost. */
export const newestOpen = (steps: readonly StepRecord[]): StepRecord | undefined =>
  inFlight(steps).find((record) => !isFinished(record));

/** The turn of a loop that its newest step is of; undefined where none started yet. */
export const newestTurn = (steps: readonly StepRecord[], loop: StepRecord): ParentStep | undefined =>
  inFlight(steps).find(({ parent }) => parent?.sequence === loop.sequence)?.parent;
