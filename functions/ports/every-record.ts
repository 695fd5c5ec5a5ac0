import type { Query, Store, Stored } from './store.ts';

type Lists = Pick<Store, 'list'>;

/** The records of a listing, page by page; what is written meanwhile may be in the pages that follow. */
export async function* pagesOf<Value>(store: Lists, query: Query): AsyncGenerator<Stored<Value>[], void, void> {
  let page = await store.list<Value>(query);
  yield page.items;
  while (page.next !== undefined) {
    page = await store.list<Value>({ ...query, after: page.next });
    yield page.items;
  }
}

/** The records of a listing one by one, read as they are asked for, `limit` at once. */
export async function* everyRecord<Value>(store: Lists, query: Query): AsyncGenerator<Stored<Value>, void, void> {
  for await (const items of pagesOf<Value>(store, query)) yield* items;
}

/** All records of a listing that is known to be short. */
export async function allRecords<Value>(store: Lists, query: Query): Promise<Stored<Value>[]> {
  const all: Stored<Value>[] = [];
  for await (const items of pagesOf<Value>(store, query)) all.push(...items);
  return all;
}
