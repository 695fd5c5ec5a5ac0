import { pagesOf } from '../ports/every-record.ts';
import type { Query, Store } from '../ports/store.ts';
import { serviceQuotaExceeded } from './errors.ts';

/** There may be so many of nearly everything. Source: https://docs.aws.amazon.com/proton/latest/userguide/ag-limits.html */
const most = 1000;

/** Throws ServiceQuotaExceededException where listings hold as many as there may be already. */
export async function checkQuota(store: Store, what: string, ...listings: Query[]): Promise<void> {
  let count = 0;
  for (const listing of listings) count += await countIn(store, listing);
  if (count >= most) throw serviceQuotaExceeded(what, most);
}

async function countIn(store: Store, listing: Query): Promise<number> {
  let count = 0;
  for await (const items of pagesOf(store, { ...listing, limit: most })) count += items.length;
  return count;
}
