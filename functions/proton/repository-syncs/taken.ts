import type { Store, Stored, Write } from '../../ports/store.ts';
import { touched } from '../uses.ts';

/**
 * Takes a config for one look: whoever took it before, or took it as it was read too, writes nothing more of what it saw. Throws WriteConflict where
 * somebody else was first.
 */
export async function taken<Config extends object>(read: Stored<Config>, store: Store): Promise<Stored<Config>> {
  await store.write([touched(read)]);
  return { ...read, version: read.version + 1 };
}

/** The condition that goes with all that a look writes. */
export const stillTaken = ({ partition, sort, version }: Stored<object>): Write => ({
  check: { partition, sort },
  expect: version,
});
