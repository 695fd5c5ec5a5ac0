import type { Query, Store, Stored } from '../../../functions/ports/store.ts';
import type { FakeClock } from '../../clock.ts';

/** A store under test; tests keep apart by partition, so that one table serves all. */
export interface StoreUnderTest {
  store: Store;
  clock: FakeClock;
}

let names = 0;

/** A partition that no other test of this process uses. */
export const fresh = (): string => `partition-${names++}`;

/** The write of a new record. */
export const newRecord = (partition: string, sort: string, more: object = {}) => ({
  put: { partition, sort, value: { sort }, ...more },
  expect: 0,
});

/** Writes new records, one after the other. */
export async function fill(store: Store, partition: string, sorts: string[]): Promise<void> {
  for (const sort of sorts) await store.write([newRecord(partition, sort)]);
}

/** Every record a query finds, page after page. */
export async function everyPage<Value>(store: Store, query: Query): Promise<Stored<Value>[]> {
  const items: Stored<Value>[] = [];
  let after: string | undefined;
  do {
    const page = await store.list<Value>({ ...query, ...(after !== undefined && { after }) });
    items.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  return items;
}

/** The sort keys of every record a query finds. */
export const sortsOf = async (store: Store, query: Query): Promise<string[]> =>
  (await everyPage(store, query)).map(({ sort }) => sort);
