import { type Store, type Write, WriteConflict } from './store.ts';

/** Lets a lost race go by, for who knows what it means; what else went wrong is thrown on. */
export function unlessConflict(error: unknown): undefined {
  if (!(error instanceof WriteConflict)) throw error;
}

/** Writes; false where a race for one of the records was lost, and nothing was written. */
export const isWritten = async (store: Pick<Store, 'write'>, changes: Write[]): Promise<boolean> =>
  (await store.write(changes).then(() => true, unlessConflict)) ?? false;

/** Runs work that reads, decides and writes, again after each lost race for a record. */
export async function untilWritten<Outcome>(work: () => Promise<Outcome>): Promise<Outcome> {
  let done: { outcome: Outcome } | undefined;
  while (!done) done = await work().then((outcome) => ({ outcome }), unlessConflict);
  return done.outcome;
}
