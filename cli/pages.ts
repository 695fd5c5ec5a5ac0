import type { Call } from './client.ts';

/** What a listing is asked for, and where its answer begins and goes on: most APIs say NextToken, Proton nextToken. */
export interface Listing {
  /** Where in a page the items are. */
  member: string;
  input?: object;
  token?: 'NextToken' | 'nextToken';
  /** How many at most. */
  limit?: number;
}

/** Everything a listing operation answers, page by page, up to a limit. */
export async function pagesFrom<Item>(
  call: Call,
  target: string,
  { member, input = {}, token = 'NextToken', limit = Infinity }: Listing,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let next: string | undefined = ''; next !== undefined && items.length < limit;) {
    const page: Record<string, unknown> = await call(target, next ? { ...input, [token]: next } : input);
    items.push(...((page[member] ?? []) as Item[]));
    next = (page[token] ?? undefined) as string | undefined;
  }
  return items.slice(0, limit);
}
