import { raise } from '../error.ts';
import { integer } from '../methods/list.ts';
import { escape } from '../methods/markup.ts';
import { capitalize } from '../methods/string-case.ts';
import { replace } from '../methods/string-search.ts';
import { rightSplit, strip } from '../methods/string-split.ts';
import { characters, join, pad } from '../methods/string.ts';
import { allow } from '../session.ts';
import * as points from '../text/points.ts';
import { isSpaceAt, splitLines } from '../text/space.ts';
import { operate, repeat } from '../values/arithmetic.ts';
import { sliced } from '../values/index-of.ts';
import { compare, string } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { iterate, size, truth } from '../values/iterate.ts';
import { Markup } from '../values/markup.ts';
import { text } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import { typeName, type Kwargs, type Value } from '../values/value.ts';
import { filter, getter, textual, type Filter } from './filter.ts';

/** The `title` filter: words begin after white space, a hyphen or an opening bracket. */
function title(source: string): string {
  let out = '';
  let isStart = true;
  for (let at = 0; at < source.length; at++) {
    const character = source.charAt(at);
    const isSeparator = '-({[<'.includes(character) || isSpaceAt(source, at);
    out += isStart && !isSeparator ? character.toUpperCase() : character.toLowerCase();
    isStart = isSeparator;
  }
  return out;
}

/** A str of the same kind, safe or not, as `like`. */
function alike(like: Value, plain: string): Value {
  return like instanceof Markup ? new Markup(plain) : plain;
}

function indent(value: Value, [width, first, blank]: [Value, Value, Value]): Value {
  const indention = string(width) ?? repeat(' ', integer(width));
  if (Array.isArray(value)) raise('AttributeError', "'list' object has no attribute 'splitlines'");
  if (string(value) === undefined && !(value instanceof Undefined))
    raise('TypeError', `unsupported operand type(s) for +=: '${typeName(value)}' and 'str'`);
  const lines = splitLines(characters(operate('+', value, '\n')));
  allow(lines.length * indention.length);
  const rest = lines.slice(1).map((line) => (line === '' && !truth(blank) ? '' : indention + line));
  const head = lines[0] ?? '';
  return alike(value, [truth(first) ? indention + head : head, ...rest].join('\n'));
}

function truncate(value: Value, [width, killWords, end, leeway]: [Value, Value, Value, Value]): Value {
  const ending = characters(end);
  const spare = leeway === null ? 5n : leeway;
  if (compare(width, BigInt(points.length(ending)), '<'))
    raise('AssertionError', `expected length >= ${points.length(ending)}, got ${text(width)}`);
  if (compare(spare, 0n, '<')) raise('AssertionError', `expected leeway >= 0, got ${text(spare)}`);
  const long = size(value);
  if (long === undefined) return raise('TypeError', `object of type '${typeName(value)}' has no len()`);
  if (long <= Number(text(operate('+', width, spare)))) return value;
  const stop = operate('-', width, BigInt(points.length(ending)));
  const kept = sliced(value, { start: null, stop, step: null });
  if (truth(killWords)) return operate('+', kept, end);
  const source = string(kept) ?? raise('AttributeError', `'${typeName(value)}' object has no attribute 'rsplit'`);
  return operate('+', alike(value, rightSplit(source, ' ', 1n)[0] ?? ''), end);
}

function format([value = null, ...args]: Value[], kwargs: Kwargs): Value {
  if (args.length > 0 && kwargs.size > 0)
    raise('FilterArgumentError', "can't handle positional and keyword arguments at the same time");
  const template = value instanceof Markup ? value : text(value);
  return operate('%', template, kwargs.size > 0 ? new Dict(kwargs) : new Tuple(args));
}

function joined(value: Value, separator: Value, attribute: Value): Value {
  const get = attribute === null ? (item: Value) => item : getter(attribute);
  return join(text(separator), iterate(value), (item) => text(get(item)));
}

function wordCount(value: Value): Value {
  return BigInt(text(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0);
}

function replaced(value: Value, [from, to, count]: [Value, Value, Value]): Value {
  return replace(text(value), [text(from), text(to)], count === null ? -1n : integer(count));
}

/** Filters of text. */
export const textFilters: Filter[] = [
  textual('upper', (source) => source.toUpperCase()),
  textual('lower', (source) => source.toLowerCase()),
  textual('capitalize', capitalize),
  filter({ name: 'do_title', required: ['s'] }, ([value]) => title(text(value))),
  filter({ name: 'do_trim', required: ['value'], optional: { chars: null } }, ([value, chars]) =>
    alike(value, strip(text(value), chars, 'both')),
  ),
  filter({ name: 'do_center', required: ['value'], optional: { width: 80n } }, ([value, width]) =>
    alike(value, pad(text(value), [width, ' '], 'both')),
  ),
  filter({ name: 'do_string', required: ['object'] }, ([value]) => (value instanceof Markup ? value : text(value))),
  filter({ name: 'do_wordcount', required: ['s'] }, ([value]) => wordCount(value)),
  filter({ name: 'do_replace', required: ['s', 'old', 'new'], optional: { count: null } }, ([value, from, to, count]) =>
    replaced(value, [from, to, count]),
  ),
  filter(
    { name: 'do_join', required: ['value'], optional: { d: '', attribute: null } },
    ([value, separator, attribute]) => joined(value, separator, attribute),
  ),
  filter(
    { name: 'do_indent', required: ['s'], optional: { width: 4n, first: false, blank: false } },
    ([value, width, first, blank]) => indent(value, [width, first, blank]),
  ),
  filter(
    { name: 'do_truncate', required: ['s'], optional: { length: 255n, killwords: false, end: '...', leeway: null } },
    ([value, width, killWords, end, leeway]) => truncate(value, [width, killWords, end, leeway]),
  ),
  ['format', format],
  filter({ name: 'do_safe', required: ['value'] }, ([value]) =>
    value instanceof Markup ? value : new Markup(text(value)),
  ),
  filter({ name: 'do_escape', required: ['s'] }, ([value]) => escape(value)),
  filter({ name: 'do_e', required: ['s'] }, ([value]) => escape(value)),
  filter({ name: 'do_forceescape', required: ['value'] }, ([value]) => escape(text(value))),
];
