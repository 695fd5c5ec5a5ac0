import { isWithin, type KeyRange } from './key-range.ts';
import { InvalidPosition, type Query } from './store.ts';

/** Where a page ended, as the opaque `next`: the last record's sort key, and in an index what else places it there. */
export const writePosition = (keys: string[]): string => Buffer.from(JSON.stringify(keys)).toString('base64url');

/** The `count` keys of the query's `after`; it may come from a client, so everything about it is checked. */
export function readPosition({ after }: Query, range: KeyRange, count: number): string[] | undefined {
  if (after === undefined) return undefined;
  const keys = parse(after);
  const isPosition = Array.isArray(keys) && keys.length === count && keys.every(isKey);
  if (!isPosition || !isWithin(range, keys[0] ?? '')) throw invalidPosition();
  return keys;
}

/** For what looks like a position and is none. */
export const invalidPosition = (): InvalidPosition =>
  new InvalidPosition('The position to continue from is not one that a page of this query ended with');

const isKey = (key: unknown): key is string => typeof key === 'string' && key !== '' && key.isWellFormed();

function parse(position: string): unknown {
  try {
    return JSON.parse(Buffer.from(position, 'base64url').toString());
  } catch {
    return undefined;
  }
}
