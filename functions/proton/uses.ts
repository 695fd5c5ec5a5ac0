import type { Key, Store, Stored, Write } from '../ports/store.ts';

const partitionOf = ({ partition, sort }: Key): string => `proton#uses#${partition}#${sort}`;

/** Writes down that `user` (an ARN) stands on something, which cannot be deleted then. Write the `touched` thing along with it. */
export const use = (thing: Key, user: string): Write => ({
  put: { partition: partitionOf(thing), sort: user, value: { user } },
  expect: 0,
});

/** Takes that back. */
export const unuse = (thing: Key, user: string): Write => ({
  remove: { partition: partitionOf(thing), sort: user },
  expect: 1,
});

/**
 * Writes a record as it was read. Who begins to use it and who deletes it, having seen nobody use it, so never both succeed:
 * a mere check would leave the deletion unaware of a use that is written at the same moment.
 */
export const touched = <Value extends object>({ partition, sort, value, indexes, version }: Stored<Value>): Write => ({
  put: { partition, sort, value, ...(indexes && { indexes }) },
  expect: version,
});

/** One of those who use it. */
export async function userOf(store: Store, thing: Key): Promise<string | undefined> {
  const { items } = await store.list<{ user: string }>({ partition: partitionOf(thing), limit: 1 });
  return items[0]?.value.user;
}
