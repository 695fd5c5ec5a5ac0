import type { Query } from './store.ts';

/** Bounds of a sort key in UTF-8 byte order: `from` and `to` are inclusive, `below` is exclusive; never both `to` and `below`. */
export interface KeyRange {
  from?: string;
  to?: string;
  below?: string;
}

/** Compares as DynamoDB and SQLite order keys: by UTF-8 bytes, which differs from JavaScript's order beyond U+FFFF. */
export const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The one range that `prefix`, `from` and `to` leave together, so that a store can seek to its start. */
export function keyRange({ prefix, from, to }: Query): KeyRange {
  const low = !from || (prefix && compareBytes(prefix, from) > 0) ? prefix : from;
  const below = prefix ? successor(prefix) : undefined;
  const range: KeyRange = low ? { from: low } : {};
  if (to !== undefined && (below === undefined || compareBytes(to, below) < 0)) range.to = to;
  else if (below !== undefined) range.below = below;
  return range;
}

/** Whether a sort key lies in a range. */
export const isWithin = ({ from, to, below }: KeyRange, sort: string): boolean =>
  (from === undefined || compareBytes(sort, from) >= 0) &&
  (to === undefined || compareBytes(sort, to) <= 0) &&
  (below === undefined || compareBytes(sort, below) < 0);

/** Whether no key can lie in a range. */
export const isEmpty = ({ from, to, below }: KeyRange): boolean =>
  to === '' ||
  (from !== undefined && to !== undefined && compareBytes(from, to) > 0) ||
  (from !== undefined && below !== undefined && compareBytes(from, below) >= 0);

/** The first string after all that begin with `prefix`; none when `prefix` is made of U+10FFFF only. */
function successor(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === 0x10ffff) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  // U+D800 to U+DFFF are surrogates: no well-formed string holds them on their own.
  return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1);
}
