import { readToken, writeToken } from '../api/next-token.ts';
import { everyRecord } from '../ports/every-record.ts';
import type { Query, Store, Stored } from '../ports/store.ts';
import { invalidNextToken } from './errors.ts';

/** What a list operation is asked for. */
export interface Paging {
  maxResults?: number | undefined;
  nextToken?: string | undefined;
}

/** The records to list: all of a partition, or those that pass; `shape` is all that shapes the listing, its operation first. */
export interface Listing<Value> extends Pick<Query, 'partition' | 'prefix' | 'index'> {
  shape: unknown[];
  passes?: (value: Value) => boolean;
}

const defaultPage = 100;

/** One page in the order of the sort keys, and the token of the next where more follow. Throws ValidationException for a token of another listing. */
export async function listed<Value>(
  store: Store,
  { shape, passes = () => true, ...query }: Listing<Value>,
  { maxResults = defaultPage, nextToken }: Paging,
): Promise<{ values: Value[]; nextToken?: string }> {
  const found = [];
  const after = placeOf(shape, nextToken);
  const from = after === undefined ? {} : { from: `${after}\0` };
  for await (const one of everyRecord<Value>(store, { ...query, ...from })) {
    if (!passes(one.value)) continue;
    found.push(one);
    if (found.length > maxResults) break;
  }
  const page = found.slice(0, maxResults);
  const last = page.at(-1);
  const values = page.map(({ value }) => value);
  return found.length > maxResults && last ? { values, nextToken: tokenOf(shape, sortOf(last, query)) } : { values };
}

const sortOf = ({ sort, indexes }: Stored<unknown>, { index }: Pick<Query, 'index'>): string =>
  index === undefined ? sort : (indexes?.[index]?.sort ?? sort);

/** The token for what comes after a sort key, in the alphabet that the contract asks for. */
export const tokenOf = (shape: unknown[], after: string): string =>
  writeToken(shape, { after }).replaceAll('-', '+').replaceAll('_', '/');

/** The sort key after which a token goes on. */
export function placeOf(shape: unknown[], token: string | undefined): string | undefined {
  const place = readToken<{ after?: unknown }>(shape, token, invalidNextToken);
  if (!place) return undefined;
  if (typeof place.after !== 'string' || place.after === '' || !place.after.isWellFormed()) throw invalidNextToken();
  return place.after;
}
