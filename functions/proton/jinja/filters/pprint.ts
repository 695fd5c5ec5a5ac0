import { nested, spend } from '../session.ts';
import * as points from '../text/points.ts';
import { isSpaceAt, splitLines } from '../text/space.ts';
import { compare, sorted } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { repr } from '../values/repr.ts';
import { Group, Tuple } from '../values/tuple.ts';
import { typeName, type Value } from '../values/value.ts';
import { JinjaError } from '../error.ts';
import { filter, type Filter } from './filter.ts';

/** Where on the page something is printed: its column, what must still fit after it, and how deep it is. */
interface Spot {
  indent: number;
  allowance: number;
  level: number;
}

const width = 80;

/** Python's pprint.pformat. */
function pretty(value: Value, spot: Spot): string {
  spend();
  const short = representation(value);
  const long = points.length(short) > width - spot.indent - spot.allowance;
  if (!long || value === null || typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number')
    return short;
  const deeper = { ...spot, level: spot.level + 1 };
  if (typeof value === 'string') return prettyText(value, deeper);
  if (value instanceof Dict) return nested(() => prettyDict(value, deeper));
  if (Array.isArray(value)) return nested(() => `[${rows(value, { ...deeper, allowance: spot.allowance + 1 })}]`);
  if (!(value instanceof Tuple) || value instanceof Group) return short;
  const close = value.items.length === 1 ? ',)' : ')';
  return nested(() => `(${rows(value.items, { ...deeper, allowance: spot.allowance + close.length })}${close}`);
}

/** repr, with the keys of dicts sorted. */
function representation(value: Value): string {
  if (value instanceof Dict)
    return `{${sortedEntries(value)
      .map(([key, member]) => `${representation(key)}: ${nested(() => representation(member))}`)
      .join(', ')}}`;
  if (Array.isArray(value)) return `[${value.map((item) => nested(() => representation(item))).join(', ')}]`;
  if (!(value instanceof Tuple)) return repr(value);
  return `(${value.items.map((item) => nested(() => representation(item))).join(', ')}${value.items.length === 1 ? ',' : ''})`;
}

/** Sorts keys that cannot be compared by the names of their types. */
function sortedEntries(dict: Dict): [Value, Value][] {
  const entries = [...dict.entries()];
  try {
    return sorted(entries, ([key]) => key);
  } catch (error) {
    if (!(error instanceof JinjaError) || error.type !== 'TypeError') throw error;
    return entries.sort(([a], [b]) => (isBefore(a, b) ? -1 : Number(isBefore(b, a))));
  }
}

function isBefore(a: Value, b: Value): boolean {
  const [left, right] = [typeName(a), typeName(b)];
  return left === right && left !== 'NoneType' ? compare(a, b, '<') : left < right;
}

function rows(items: Value[], { indent, allowance, level }: Spot): string {
  const inner = indent + 1;
  const part = (item: Value, at: number) =>
    pretty(item, { indent: inner, allowance: at === items.length - 1 ? allowance : 1, level });
  return items.map(part).join(`,\n${' '.repeat(inner)}`);
}

function prettyDict(dict: Dict, { indent, allowance, level }: Spot): string {
  const inner = indent + 1;
  const entries = sortedEntries(dict);
  const part = ([key, value]: [Value, Value], at: number) => {
    const name = representation(key);
    const spot = {
      indent: inner + points.length(name) + 2,
      allowance: at === entries.length - 1 ? allowance + 1 : 1,
      level,
    };
    return `${name}: ${pretty(value, spot)}`;
  };
  return `{${entries.map(part).join(`,\n${' '.repeat(inner)}`)}}`;
}

function prettyText(value: string, { indent: outer, allowance: after, level }: Spot): string {
  const extra = level === 1 ? 1 : 0;
  const [indent, allowance] = [outer + extra, after + extra];
  const lines = splitLines(value, true);
  const chunks = lines.flatMap((line, at) => {
    const tail = at === lines.length - 1 ? allowance : 0;
    return points.length(repr(line)) <= width - indent - tail ? [repr(line)] : broken(line, width - indent, tail);
  });
  if (chunks.length <= 1) return chunks[0] ?? repr(value);
  const joined = chunks.join(`\n${' '.repeat(indent)}`);
  return level === 1 ? `(${joined})` : joined;
}

/** A line too long, broken before words; `tail` must still fit after the last one. */
function broken(line: string, room: number, tail: number): string[] {
  const chunks: string[] = [];
  const parts = wordsWithSpace(line);
  let current = '';
  parts.forEach((part, at) => {
    const candidate = current + part;
    const fits = points.length(repr(candidate)) <= room - (at === parts.length - 1 ? tail : 0);
    if (!fits && current !== '') chunks.push(repr(current));
    current = fits ? candidate : part;
  });
  return current === '' ? chunks : [...chunks, repr(current)];
}

function wordsWithSpace(line: string): string[] {
  const parts: string[] = [];
  let start = 0;
  for (let at = 1; at < line.length; at++) {
    if (isSpaceAt(line, at) || !isSpaceAt(line, at - 1)) continue;
    parts.push(line.slice(start, at));
    start = at;
  }
  return [...parts, line.slice(start)];
}

/** Filters that lay out data. */
export const printFilters: Filter[] = [
  filter({ name: 'do_pprint', required: ['value'] }, ([value]) => pretty(value, { indent: 0, allowance: 0, level: 0 })),
];
