import { raise } from '../error.ts';
import { spend, spendOnSearch } from '../session.ts';
import { isSpaceAt, splitLines, trim, trimEnd, trimStart, words } from '../text/space.ts';
import { truth } from '../values/iterate.ts';
import { Tuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { integer } from './list.ts';
import { method, type Methods } from './method.ts';
import { characters } from './string.ts';

/** Which ends a strip takes from. */
type Ends = 'start' | 'end' | 'both';

/** `text.strip(chars)` and its one-sided kin. */
export function strip(text: string, chars: Value, ends: Ends): string {
  if (chars === null) return { start: trimStart, end: trimEnd, both: trim }[ends](text);
  const taken = new Set(characters(chars, 'strip arg'));
  const all = [...text];
  let from = 0;
  let to = all.length;
  if (ends !== 'end') while (from < to && taken.has(all[from] ?? '')) from++;
  if (ends !== 'start') while (to > from && taken.has(all[to - 1] ?? '')) to--;
  return all.slice(from, to).join('');
}

/** `text.split(separator, most)`; null = white space; a negative count = all. */
function split(text: string, separator: Value, most: Value): string[] {
  const limit = counted(most);
  spend(text.length / 16);
  if (separator === null) return limit === Infinity ? words(text) : splitSpaces(text, limit);
  spendOnSearch(text, separatorOf(separator));
  const parts = text.split(separatorOf(separator));
  return parts.length - 1 <= limit
    ? parts
    : [...parts.slice(0, limit), parts.slice(limit).join(separatorOf(separator))];
}

function counted(most: Value): number {
  const limit = integer(most);
  return limit < 0n ? Infinity : Number(limit);
}

function separatorOf(separator: Value): string {
  return characters(separator) || raise('ValueError', 'empty separator');
}

function splitSpaces(text: string, limit: number): string[] {
  const found: string[] = [];
  let rest = trimStart(text);
  while (rest !== '' && found.length < limit) {
    let end = 0;
    while (end < rest.length && !isSpaceAt(rest, end)) end++;
    found.push(rest.slice(0, end));
    rest = trimStart(rest.slice(end));
  }
  return rest === '' ? found : [...found, rest];
}

/** `text.rsplit(separator, most)`. */
export function rightSplit(text: string, separator: Value, most: Value): string[] {
  const limit = counted(most);
  if (limit === Infinity) return split(text, separator, -1n);
  if (separator === null) return rightSplitSpaces(text, limit);
  spendOnSearch(text, separatorOf(separator));
  const parts = text.split(separatorOf(separator));
  const kept = parts.length - limit;
  return kept <= 1 ? parts : [parts.slice(0, kept).join(separatorOf(separator)), ...parts.slice(kept)];
}

function rightSplitSpaces(text: string, limit: number): string[] {
  const found: string[] = [];
  let rest = trimEnd(text);
  while (rest !== '' && found.length < limit) {
    let start = rest.length;
    while (start > 0 && !isSpaceAt(rest, start - 1)) start--;
    found.unshift(rest.slice(start));
    rest = trimEnd(rest.slice(0, start));
  }
  return rest === '' ? found : [rest, ...found];
}

function partition(text: string, separator: Value): Tuple {
  spendOnSearch(text, separatorOf(separator));
  const at = text.indexOf(separatorOf(separator));
  if (at < 0) return new Tuple([text, '', '']);
  const part = separatorOf(separator);
  return new Tuple([text.slice(0, at), part, text.slice(at + part.length)]);
}

function rightPartition(text: string, separator: Value): Tuple {
  spendOnSearch(text, separatorOf(separator));
  const at = text.lastIndexOf(separatorOf(separator));
  if (at < 0) return new Tuple(['', '', text]);
  const part = separatorOf(separator);
  return new Tuple([text.slice(0, at), part, text.slice(at + part.length)]);
}

const splitting = { sep: null, maxsplit: -1n };

/** Methods of a str that take it apart. */
export const splitMethods: Methods<string> = new Map([
  method<string>({ name: 'strip', optional: { chars: null } }, (text, [chars]) => strip(text, chars, 'both')),
  method<string>({ name: 'lstrip', optional: { chars: null } }, (text, [chars]) => strip(text, chars, 'start')),
  method<string>({ name: 'rstrip', optional: { chars: null } }, (text, [chars]) => strip(text, chars, 'end')),
  method<string>({ name: 'split', optional: splitting }, (text, [separator, most]) => split(text, separator, most)),
  method<string>({ name: 'rsplit', optional: splitting }, (text, [separator, most]) =>
    rightSplit(text, separator, most),
  ),
  method<string>({ name: 'splitlines', optional: { keepends: false } }, (text, [keep]) =>
    splitLines(text, truth(keep)),
  ),
  method<string>({ name: 'partition', required: ['sep'] }, (text, [separator]) => partition(text, separator)),
  method<string>({ name: 'rpartition', required: ['sep'] }, (text, [separator]) => rightPartition(text, separator)),
]);
