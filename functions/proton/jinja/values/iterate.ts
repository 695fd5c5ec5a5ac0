import { raise } from '../error.ts';
import { spend, spendOnSearch } from '../session.ts';
import * as points from '../text/points.ts';
import { same, string } from './compare.ts';
import { PyObject, typeName, type Value } from './value.ts';

/** `iter(value)`. */
export function iterate(value: Value): Iterable<Value> {
  if (Array.isArray(value) || typeof value === 'string') return value;
  const items = value instanceof PyObject ? value.iterate() : undefined;
  return items ?? raise('TypeError', `'${typeName(value)}' object is not iterable`);
}

/** Whether `iter(value)` works. */
export function isIterable(value: Value): boolean {
  if (Array.isArray(value) || typeof value === 'string') return true;
  return value instanceof PyObject && value.iterate() !== undefined;
}

/** `list(value)`, a new one; every item counts as a step. */
export function list(value: Value): Value[] {
  const items: Value[] = [];
  for (const item of iterate(value)) {
    spend();
    items.push(item);
  }
  return items;
}

/** `len(value)`; undefined = it has none. */
export function size(value: Value): number | undefined {
  if (Array.isArray(value)) return value.length;
  const characters = string(value);
  if (characters !== undefined) return points.length(characters);
  return value instanceof PyObject ? value.size() : undefined;
}

/** `bool(value)`. */
export function truth(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'bigint') return value !== 0n;
  if (typeof value === 'number') return value !== 0;
  if (value === null || value === '') return false;
  if (typeof value === 'string') return true;
  return Array.isArray(value) ? value.length > 0 : value.truth();
}

/** `item in container`. */
export function contains(container: Value, item: Value): boolean {
  const characters = string(container);
  if (characters !== undefined) {
    const sought = needle(item);
    spendOnSearch(characters, sought);
    return characters.includes(sought);
  }
  const known = container instanceof PyObject ? container.contains(item) : undefined;
  if (known !== undefined) return known;
  if (!isIterable(container)) raise('TypeError', `argument of type '${typeName(container)}' is not iterable`);
  for (const each of iterate(container)) {
    spend();
    if (same(each, item)) return true;
  }
  return false;
}

function needle(item: Value): string {
  return string(item) ?? raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`);
}

/** A Python iterator over `items`, such as a generator: it can be gone through once and has no length. */
export class Iter extends PyObject {
  readonly type: string;
  readonly #items: Iterator<Value>;

  constructor(items: Iterable<Value>, type = 'generator') {
    super();
    this.#items = items[Symbol.iterator]();
    this.type = type;
  }

  override truth(): boolean {
    return true;
  }

  /** The same iterator every time; leaving a loop early keeps the rest. */
  override iterate(): Iterable<Value> {
    const next = () => this.#items.next();
    return { [Symbol.iterator]: () => ({ next }) };
  }
}
