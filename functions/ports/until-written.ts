import { WriteConflict } from './store.ts';

/** Runs work that reads, decides and writes, again after each lost race for a record. */
export async function untilWritten<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  let done: { outcome: Outcome } | undefined;
  while (!done) done = await work().then((outcome) => ({ outcome }), unlessConflict);
  return done.outcome;
}

function unlessConflict(error: unknown): undefined {
  if (!(error instanceof WriteConflict)) throw error;
}
