import { raise } from '../error.ts';
import { spend } from '../session.ts';
import { same, sorted } from '../values/compare.ts';
import { call } from '../values/callable.ts';
import { bounds } from '../values/index-of.ts';
import { iterate, list, truth } from '../values/iterate.ts';
import { repr } from '../values/repr.ts';
import { noKwargs, typeName, type Value } from '../values/value.ts';
import { method, type Methods } from './method.ts';

/** An integer argument, as Python's __index__ takes it. */
export function integer(value: Value): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return BigInt(value);
  return raise('TypeError', `'${typeName(value)}' object cannot be interpreted as an integer`);
}

function indexOf(items: Value[], value: Value, range: { start: Value; stop: Value }): number {
  const { start, stop } = bounds({ ...range, step: null }, items.length);
  spend(stop - start);
  for (let at = start; at < stop; at++) if (same(items[at] ?? null, value)) return at;
  return -1;
}

/** What a list and a tuple can do. */
export const sequenceMethods: Methods<Value[]> = new Map([
  method<Value[]>({ name: 'count', required: ['value'] }, (items, [value]) => {
    spend(items.length);
    return BigInt(items.filter((item) => same(item, value)).length);
  }),
  method<Value[]>(
    { name: 'index', required: ['value'], optional: { start: 0n, stop: null } },
    (items, [value, start, stop]) => {
      const at = indexOf(items, value, { start, stop });
      return at < 0 ? raise('ValueError', `${repr(value)} is not in list`) : BigInt(at);
    },
  ),
]);

function add(items: Value[], more: Value): null {
  for (const item of more === items ? [...items] : iterate(more)) {
    spend();
    items.push(item);
  }
  return null;
}

function insert(items: Value[], at: Value, value: Value): null {
  const { start } = bounds({ start: integer(at), stop: null, step: null }, items.length);
  spend();
  items.splice(start, 0, value);
  return null;
}

function pop(items: Value[], at: Value): Value {
  const index = Number(integer(at));
  if (items.length === 0) raise('IndexError', 'pop from empty list');
  const place = index < 0 ? index + items.length : index;
  if (place < 0 || place >= items.length) raise('IndexError', 'pop index out of range');
  return items.splice(place, 1)[0] ?? null;
}

function remove(items: Value[], value: Value): null {
  const at = indexOf(items, value, { start: null, stop: null });
  if (at < 0) raise('ValueError', 'list.remove(x): x not in list');
  items.splice(at, 1);
  return null;
}

function sort(items: Value[], key: Value, reverse: Value): null {
  const by = key === null ? (item: Value) => item : (item: Value) => call(key, [item], noKwargs);
  items.splice(0, items.length, ...sorted([...items], by, truth(reverse)));
  return null;
}

/** What a list can do; it changes in place, as in Python. */
export const listMethods: Methods<Value[]> = new Map([
  ...sequenceMethods,
  method<Value[]>({ name: 'append', required: ['value'] }, (items, [value]) => {
    spend();
    items.push(value);
    return null;
  }),
  method<Value[]>({ name: 'clear' }, (items) => {
    items.length = 0;
    return null;
  }),
  method<Value[]>({ name: 'copy' }, (items) => list(items)),
  method<Value[]>({ name: 'extend', required: ['iterable'] }, (items, [more]) => add(items, more)),
  method<Value[]>({ name: 'insert', required: ['index', 'value'] }, (items, [at, value]) => insert(items, at, value)),
  method<Value[]>({ name: 'pop', optional: { index: -1n } }, (items, [at]) => pop(items, at)),
  method<Value[]>({ name: 'remove', required: ['value'] }, (items, [value]) => remove(items, value)),
  method<Value[]>({ name: 'reverse' }, (items) => {
    items.reverse();
    return null;
  }),
  method<Value[]>({ name: 'sort', optional: { key: null, reverse: false } }, (items, [key, reverse]) =>
    sort(items, key, reverse),
  ),
]);
