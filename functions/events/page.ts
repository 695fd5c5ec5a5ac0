import { readToken, writeToken } from '../api/next-token.ts';
import { invalidNextToken } from './errors.ts';

/** Which page of a listing: `listing` is all that shapes it. */
interface Asked {
  listing: object;
  limit: number | undefined;
  token: string | undefined;
}

/** One page of a short listing that is read as a whole: 100 items unless told. Throws ValidationException. */
export function pageOf<Item>(
  all: Item[],
  { listing, limit = 100, token }: Asked,
): { items: Item[]; next: { NextToken?: string } } {
  const { from } = readToken<{ from: number }>(listing, token, invalidNextToken) ?? { from: 0 };
  const to = from + limit;
  return { items: all.slice(from, to), next: to < all.length ? { NextToken: writeToken(listing, { from: to }) } : {} };
}
