import { raise } from '../error.ts';
import { spend } from '../session.ts';
import { Dict } from '../values/dict.ts';
import { contains, iterate, list } from '../values/iterate.ts';
import { bracketed, repr } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import { PyObject, typeName, type Kwargs, type Value } from '../values/value.ts';
import { method, type Methods } from './method.ts';

/** What `dict.keys()`, `.values()` and `.items()` give: a view that follows the dict. */
class View extends PyObject {
  readonly type: string;
  readonly #dict: Dict;
  readonly #each: (entry: [Value, Value]) => Value;

  constructor(dict: Dict, type: string, each: (entry: [Value, Value]) => Value) {
    super();
    this.#dict = dict;
    this.type = type;
    this.#each = each;
  }

  override repr(): string {
    return `${this.type}(${bracketed('[', [...this.iterate()], ']')})`;
  }

  override size(): number {
    return this.#dict.size();
  }

  override *iterate(): Iterable<Value> {
    for (const entry of this.#dict.entries()) yield this.#each(entry);
  }

  override key(): undefined | object {
    return this.type === 'dict_values' ? this : undefined;
  }

  override equals(other: Value): boolean {
    if (this === other || this.type === 'dict_values' || !(other instanceof View)) return this === other;
    return other.size() === this.size() && [...this.iterate()].every((item) => contains(other, item));
  }
}

/** The items of a dict as tuples. */
export function itemsOf(dict: Dict): PyObject {
  return new View(dict, 'dict_items', ([key, value]) => new Tuple([key, value]));
}

function take(dict: Dict, [key, fallback]: Value[]): Value {
  if (key === undefined) return raise('TypeError', 'pop expected at least 1 argument, got 0');
  const value = dict.get(key);
  dict.delete(key);
  if (value !== undefined) return value;
  return fallback === undefined ? raise('KeyError', repr(key)) : fallback;
}

function getOr(dict: Dict, key: Value, fallback: Value): Value {
  const value = dict.get(key);
  return value === undefined ? fallback : value;
}

function popItem(dict: Dict): Value {
  const last = [...dict.entries()].at(-1);
  if (last === undefined) return raise('KeyError', "'popitem(): dictionary is empty'");
  dict.delete(last[0]);
  return new Tuple(last);
}

/** What `dict(source)` and `dict.update(source)` take: a mapping or pairs. */
export function pairs(source: Value): [Value, Value][] {
  if (source instanceof Dict) return [...source.entries()].map(([key, value]) => [key, value]);
  const found: [Value, Value][] = [];
  for (const item of iterate(source)) {
    const at = found.length;
    if (!isPairable(item)) raise('TypeError', `cannot convert dictionary update sequence element #${at} to a sequence`);
    const pair = list(item);
    const [key, value] = pair;
    if (pair.length !== 2 || key === undefined || value === undefined)
      return raise('ValueError', `dictionary update sequence element #${at} has length ${pair.length}; 2 is required`);
    found.push([key, value]);
  }
  return found;
}

function isPairable(item: Value): boolean {
  return typeof item === 'string' || Array.isArray(item) || (item instanceof PyObject && item.iterate() !== undefined);
}

/** `dict.update(*args, **kwargs)`. */
export function update(dict: Dict, args: Value[], kwargs: Kwargs): null {
  if (args.length > 1) raise('TypeError', `update expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  for (const [key, value] of source === undefined ? [] : pairs(source)) dict.set(key, value);
  for (const [key, value] of kwargs) dict.set(key, value);
  spend(dict.size());
  return null;
}

function setDefault(dict: Dict, key: Value, value: Value): Value {
  if (!dict.has(key)) dict.set(key, value);
  return dict.get(key) ?? null;
}

/** What a dict can do; it changes in place, as in Python. */
export const dictMethods: Methods<Dict> = new Map([
  method<Dict>({ name: 'keys' }, (dict) => new View(dict, 'dict_keys', ([key]) => key)),
  method<Dict>({ name: 'values' }, (dict) => new View(dict, 'dict_values', ([, value]) => value)),
  method<Dict>({ name: 'items' }, itemsOf),
  method<Dict>({ name: 'get', required: ['key'], optional: { default: null } }, (dict, [key, value]) =>
    getOr(dict, key, value),
  ),
  ['pop', (dict: Dict, args: Value[]) => take(dict, args)] as const,
  method<Dict>({ name: 'popitem' }, popItem),
  ['update', update] as const,
  method<Dict>({ name: 'setdefault', required: ['key'], optional: { default: null } }, (dict, [key, value]) =>
    setDefault(dict, key, value),
  ),
  method<Dict>({ name: 'copy' }, (dict) => {
    spend(dict.size());
    return new Dict(dict.entries());
  }),
  method<Dict>({ name: 'clear' }, (dict) => {
    dict.members.clear();
    return null;
  }),
  method<Dict>({ name: 'fromkeys', required: ['iterable'], optional: { value: null } }, (_, [keys, value]) =>
    fromKeys(keys, value),
  ),
]);

function fromKeys(keys: Value, value: Value): Dict {
  if (keys === null) raise('TypeError', `'${typeName(keys)}' object is not iterable`);
  return new Dict(list(keys).map((key) => [key, value] as const));
}
