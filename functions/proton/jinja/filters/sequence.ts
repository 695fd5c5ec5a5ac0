import { raise } from '../error.ts';
import { integer } from '../methods/list.ts';
import { itemsOf } from '../methods/dict.ts';
import { session, spend } from '../session.ts';
import * as points from '../text/points.ts';
import { operate } from '../values/arithmetic.ts';
import { compare, equals, sorted, string } from '../values/compare.ts';
import { Dict, hashKey } from '../values/dict.ts';
import { itemAt } from '../values/index-of.ts';
import { isIterable, Iter, iterate, list, size, truth } from '../values/iterate.ts';
import { Markup } from '../values/markup.ts';
import { Group, Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import { PyObject, typeName, type Key, type Value } from '../values/value.ts';
import { filter, folded, getter, type Filter } from './filter.ts';

function length(value: Value): Value {
  const count = size(value);
  return count === undefined ? raise('TypeError', `object of type '${typeName(value)}' has no len()`) : BigInt(count);
}

function first(value: Value): Value {
  for (const item of iterate(value)) return item;
  return new Undefined({ hint: 'No first item, sequence was empty.' });
}

/** `reversed(value)`; undefined = Python cannot. */
function backwards(value: Value): Value[] | undefined {
  if (value instanceof Undefined) return value.fail();
  const isReversible =
    Array.isArray(value) || string(value) !== undefined || (value instanceof PyObject && value.size() !== undefined);
  return isReversible && isIterable(value) ? list(value).reverse() : undefined;
}

function last(value: Value): Value {
  const items = backwards(value) ?? raise('TypeError', `'${typeName(value)}' object is not reversible`);
  return items[0] ?? (items.length > 0 ? null : new Undefined({ hint: 'No last item, sequence was empty.' }));
}

function reverse(value: Value): Value {
  const characters = string(value);
  if (characters !== undefined) {
    const text = points.reversed(characters);
    return value instanceof Markup ? new Markup(text) : text;
  }
  const items = backwards(value);
  if (items !== undefined) return new Iter(items, Array.isArray(value) ? 'list_reverseiterator' : 'reversed');
  return isIterable(value) ? list(value).reverse() : raise('FilterArgumentError', 'argument must be iterable');
}

/** The `random` filter picks by a generator of its own, so the same template gives the same text again. */
function random(value: Value): Value {
  const count = size(value) ?? raise('TypeError', `object of type '${typeName(value)}' has no len()`);
  if (count === 0) return new Undefined({ hint: 'No random item, sequence was empty.' });
  session.seed = (session.seed * 48271) % 2147483647;
  return itemAt(value, BigInt(session.seed % count)) ?? null;
}

function sortKey(attribute: Value, caseSensitive: boolean): (item: Value) => Value {
  const paths = typeof attribute === 'string' ? attribute.split(',') : [attribute];
  const getters = paths.map((path) => getter(path));
  return (item) => getters.map((get) => folded(get(item), caseSensitive));
}

function* unique(value: Value, caseSensitive: boolean, attribute: Value): Iterable<Value> {
  const seen = new Set<Key>();
  const get = getter(attribute);
  for (const item of iterate(value)) {
    spend();
    const key = hashKey(folded(get(item), caseSensitive));
    if (seen.has(key)) continue;
    seen.add(key);
    yield item;
  }
}

function extreme(value: Value, by: '<' | '>', [caseSensitive, attribute]: [Value, Value]): Value {
  const get = getter(attribute);
  let best: { item: Value; key: Value } | undefined;
  for (const item of iterate(value)) {
    spend();
    const key = folded(get(item), truth(caseSensitive));
    if (best === undefined || compare(key, best.key, by)) best = { item, key };
  }
  return best === undefined ? new Undefined({ hint: 'No aggregated item, sequence was empty.' }) : best.item;
}

function sum(value: Value, attribute: Value, start: Value): Value {
  const get = getter(attribute);
  if (string(start) !== undefined) raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  let total = start;
  for (const item of iterate(value)) {
    spend();
    total = operate('+', total, get(item));
  }
  return total;
}

function dictSort(value: Value, [caseSensitive, by, reversed]: [Value, Value, Value]): Value {
  if (by !== 'key' && by !== 'value') raise('FilterArgumentError', 'You can only sort by either "key" or "value"');
  if (value instanceof Undefined) return value.fail();
  if (!(value instanceof Dict)) return raise('AttributeError', `'${typeName(value)}' object has no attribute 'items'`);
  const key = ([name, member]: [Value, Value]) => folded(by === 'key' ? name : member, truth(caseSensitive));
  return sorted([...value.entries()], key, truth(reversed)).map((entry) => new Tuple([...entry]));
}

function groupBy(value: Value, [attribute, fallback, caseSensitive]: [Value, Value, Value]): Value {
  const get = getter(attribute, fallback);
  const key = (item: Value) => folded(get(item), truth(caseSensitive));
  const groups: { key: Value; items: Value[] }[] = [];
  for (const item of sorted(list(value), key)) {
    const group = groups.at(-1);
    const itemKey = key(item);
    if (group !== undefined && equals(group.key, itemKey)) group.items.push(item);
    else groups.push({ key: itemKey, items: [item] });
  }
  return groups.map(({ items }) => new Group([get(items[0] ?? null), items]));
}

function* batch(value: Value, count: Value, fill: Value): Iterable<Value> {
  let row: Value[] = [];
  for (const item of iterate(value)) {
    if (equals(BigInt(row.length), count)) {
      yield row;
      row = [];
    }
    spend();
    row.push(item);
  }
  if (row.length === 0) return;
  const missing = fill === null ? 0 : Number(integer(count)) - row.length;
  spend(Math.max(0, missing));
  yield missing > 0 ? [...row, ...Array.from({ length: missing }, () => fill)] : row;
}

function* slices(value: Value, count: Value, fill: Value): Iterable<Value> {
  const items = list(value);
  const parts = Number(integer(count));
  if (parts === 0) raise('ZeroDivisionError', 'integer division or modulo by zero');
  const each = Math.floor(items.length / parts);
  const extra = items.length - each * parts;
  for (let part = 0; part < parts; part++) {
    spend();
    const start = part * each + Math.min(part, extra);
    const row = items.slice(start, start + each + (part < extra ? 1 : 0));
    yield fill !== null && part >= extra ? [...row, fill] : row;
  }
}

function* items(value: Value): Iterable<Value> {
  if (value instanceof Undefined) return;
  if (!(value instanceof Dict)) raise('TypeError', 'Can only get item pairs from a mapping.');
  yield* value instanceof Dict ? iterate(itemsOf(value)) : [];
}

const ordering = { case_sensitive: false, attribute: null };

/** Filters of rows of items. */
export const sequenceFilters: Filter[] = [
  ['length', (args) => length(args[0] ?? null)],
  ['count', (args) => length(args[0] ?? null)],
  filter({ name: 'do_first', required: ['seq'] }, ([value]) => first(value)),
  filter({ name: 'do_last', required: ['seq'] }, ([value]) => last(value)),
  filter({ name: 'do_random', required: ['seq'] }, ([value]) => random(value)),
  filter({ name: 'do_list', required: ['value'] }, ([value]) => list(value)),
  filter({ name: 'do_reverse', required: ['value'] }, ([value]) => reverse(value)),
  filter({ name: 'do_items', required: ['value'] }, ([value]) => new Iter(items(value))),
  filter(
    { name: 'do_sort', required: ['value'], optional: { reverse: false, ...ordering } },
    ([value, down, caseSensitive, attribute]) =>
      sorted(list(value), sortKey(attribute, truth(caseSensitive)), truth(down)),
  ),
  filter(
    { name: 'do_unique', required: ['value'], optional: ordering },
    ([value, caseSensitive, attribute]) => new Iter(unique(value, truth(caseSensitive), attribute)),
  ),
  filter({ name: 'do_min', required: ['value'], optional: ordering }, ([value, ...how]) =>
    extreme(value, '<', [how[0], how[1]]),
  ),
  filter({ name: 'do_max', required: ['value'], optional: ordering }, ([value, ...how]) =>
    extreme(value, '>', [how[0], how[1]]),
  ),
  filter(
    { name: 'do_sum', required: ['iterable'], optional: { attribute: null, start: 0n } },
    ([value, attribute, start]) => sum(value, attribute, start),
  ),
  filter(
    { name: 'do_dictsort', required: ['value'], optional: { case_sensitive: false, by: 'key', reverse: false } },
    ([value, caseSensitive, by, reversed]) => dictSort(value, [caseSensitive, by, reversed]),
  ),
  filter(
    { name: 'do_groupby', required: ['value', 'attribute'], optional: { default: null, case_sensitive: false } },
    ([value, attribute, fallback, caseSensitive]) => groupBy(value, [attribute, fallback, caseSensitive]),
  ),
  filter(
    { name: 'do_batch', required: ['value', 'linecount'], optional: { fill_with: null } },
    ([value, count, fill]) => new Iter(batch(value, count, fill)),
  ),
  filter(
    { name: 'do_slice', required: ['value', 'slices'], optional: { fill_with: null } },
    ([value, count, fill]) => new Iter(slices(value, count, fill)),
  ),
];
