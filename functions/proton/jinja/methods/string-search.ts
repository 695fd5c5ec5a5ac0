import { raise } from '../error.ts';
import { allow, spendOnSearch } from '../session.ts';
import * as points from '../text/points.ts';
import { Tuple } from '../values/tuple.ts';
import { bounds } from '../values/index-of.ts';
import type { Arguments } from '../values/callable.ts';
import { string } from '../values/compare.ts';
import { typeName, type Value } from '../values/value.ts';
import { integer } from './list.ts';
import { method, type Method, type Methods } from './method.ts';
import { characters } from './string.ts';

type Find = (text: string, sought: string) => number;

const first: Find = (text, sought) => text.indexOf(sought);
const last: Find = (text, sought) => text.lastIndexOf(sought);

/** The part of a text that a search looks at; undefined = none, not even the empty one. */
function region(text: string, start: Value, stop: Value): { start: number; text: string } | undefined {
  if (start === null && stop === null) return { start: 0, text };
  const length = points.length(text);
  const ends = bounds({ start, stop, step: null }, length);
  if (start !== null && typeof start !== 'object' && Number(start) > length) return undefined;
  return ends.start > ends.stop ? undefined : { start: ends.start, text: points.cut(text, ends.start, ends.stop) };
}

function find(text: string, [sought, start, stop]: Arguments, by: Find): number {
  const within = region(text, start, stop);
  if (within) spendOnSearch(within.text, characters(sought));
  const at = within === undefined ? -1 : by(within.text, characters(sought));
  return within === undefined || at < 0 ? -1 : within.start + points.pointOffset(within.text, at);
}

function finder(name: string, by: Find, missing: boolean): [string, Method<string>] {
  return method<string>({ name, required: ['sub'], optional: { start: null, end: null } }, (text, args) => {
    const at = find(text, args, by);
    return at < 0 && missing ? raise('ValueError', 'substring not found') : BigInt(at);
  });
}

function count(text: string, [sought, start, stop]: Arguments): bigint {
  const within = region(text, start, stop);
  if (within === undefined) return 0n;
  const needle = characters(sought);
  if (needle === '') return BigInt(points.length(within.text) + 1);
  spendOnSearch(within.text, needle);
  return BigInt(within.text.split(needle).length - 1);
}

function edge(name: 'startswith' | 'endswith'): [string, Method<string>] {
  return method<string>(
    { name, required: ['affix'], optional: { start: null, end: null } },
    (text, [affix, start, stop]) => {
      const within = region(text, start, stop)?.text;
      const affixes = affix instanceof Tuple ? affix.items : [affix];
      return affixes.some((each) => {
        const part =
          string(each) ?? raise('TypeError', `${name} first arg must be str or a tuple of str, not ${typeName(each)}`);
        return within !== undefined && (name === 'startswith' ? within.startsWith(part) : within.endsWith(part));
      });
    },
  );
}

/** `text.replace(old, new, count)`; a negative count = all. */
export function replace(text: string, [from, to]: readonly [string, string], most = -1n): string {
  if (most === 0n) return text;
  const limit = most < 0n ? Infinity : Number(most);
  spendOnSearch(text, from);
  const pieces = from === '' ? ['', ...text] : text.split(from);
  const swaps = Math.min(pieces.length - (from === '' ? 0 : 1), limit);
  allow(text.length + swaps * (to.length - from.length));
  if (from === '') return emptyReplaced([...text], to, limit);
  return limit === Infinity
    ? pieces.join(to)
    : [pieces.slice(0, swaps + 1).join(to), ...pieces.slice(swaps + 1)].join(from);
}

function emptyReplaced(all: string[], to: string, limit: number): string {
  const out = all.map((character, at) => (at < limit ? to : '') + character).join('');
  return all.length < limit ? out + to : out;
}

/** Methods of a str that look for parts. */
export const searchMethods: Methods<string> = new Map([
  finder('find', first, false),
  finder('index', first, true),
  finder('rfind', last, false),
  finder('rindex', last, true),
  edge('startswith'),
  edge('endswith'),
  method<string>({ name: 'count', required: ['sub'], optional: { start: null, end: null } }, count),
  method<string>({ name: 'replace', required: ['old', 'new'], optional: { count: -1n } }, (text, [from, to, most]) =>
    replace(text, [characters(from, 'replace() argument 1'), characters(to, 'replace() argument 2')], integer(most)),
  ),
  method<string>({ name: 'removeprefix', required: ['prefix'] }, (text, [prefix]) => {
    const part = characters(prefix);
    return text.startsWith(part) ? text.slice(part.length) : text;
  }),
  method<string>({ name: 'removesuffix', required: ['suffix'] }, (text, [suffix]) => {
    const part = characters(suffix);
    return part !== '' && text.endsWith(part) ? text.slice(0, -part.length) : text;
  }),
]);
