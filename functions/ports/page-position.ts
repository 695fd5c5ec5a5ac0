import { isWithin, type KeyRange } from './key-range.ts';
import { InvalidPosition, type Query, type Stored } from './store.ts';

/** Where a page ended, as the opaque `next`: the last record's sort key, or in a listing its sort key there and its own key. */
export function writePosition({ index }: Query, { partition, sort, indexes }: Stored<unknown>): string {
  const keys = index ? [indexes?.[index]?.sort, partition, sort] : [sort];
  return Buffer.from(JSON.stringify(keys)).toString('base64url');
}

/** The keys of the query's `after`; it may come from a client, so everything about it is checked. */
export function readPosition({ index, after }: Query, range: KeyRange): string[] | undefined {
  if (after === undefined) return undefined;
  const keys = parse(after);
  const isPosition = Array.isArray(keys) && keys.length === (index ? 3 : 1) && keys.every(isKey);
  if (!isPosition || !isWithin(range, keys[0] ?? ''))
    throw new InvalidPosition('The position to continue from is not one that a page of this query ended with');
  return keys;
}

const isKey = (key: unknown): key is string => typeof key === 'string' && key !== '' && key.isWellFormed();

function parse(position: string): unknown {
  try {
    return JSON.parse(Buffer.from(position, 'base64url').toString());
  } catch {
    return undefined;
  }
}
