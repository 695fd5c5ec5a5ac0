import { pagesOf } from '../ports/every-record.ts';
import type { Store } from '../ports/store.ts';
import { requestLimitExceeded } from './errors.ts';

/** What this process knows of how many there are, at least as many as there really are. */
const counts = new WeakMap<Store, Map<string, number>>();

/** Counts the records of a partition's listing, `most` at most. */
export type Count = (most: number) => Promise<number>;

/**
 * Refuses one more of a project's `kind` where there are as many as there may be: counted once, then only added to, and counted again when the
 * limit seems to be reached. So it is exact in one process, and several may exceed it by what each makes meanwhile. Throws RequestLimitExceeded.
 */
export async function checkLimit(
  store: Store,
  { kind, project, limit }: { kind: 'configs' | 'deployments'; project: string; limit: number },
  count: Count,
): Promise<void> {
  const known = counts.get(store) ?? new Map<string, number>();
  counts.set(store, known);
  const name = `${kind}#${project}`;
  const guess = known.get(name);
  const before = guess === undefined || guess >= limit ? await count(limit) : guess;
  if (before >= limit)
    throw requestLimitExceeded(
      `You have reached the maximum software ${kind} per tenant, ${limit}. Please delete some ${kind}.`,
    );
  known.set(name, Math.max(before, known.get(name) ?? 0) + 1);
}

/** Counts a table's partition page by page. */
export const countIn =
  (store: Store, partition: string, index?: 'listing'): Count =>
  async (most) => {
    let count = 0;
    for await (const items of pagesOf(store, { partition, limit: 1000, ...(index && { index }) })) {
      count += items.length;
      if (count >= most) break;
    }
    return count;
  };
