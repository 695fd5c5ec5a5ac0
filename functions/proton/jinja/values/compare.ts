import { raise } from '../error.ts';
import { nested, spend, spendOn } from '../session.ts';
import { Markup } from './markup.ts';
import { Tuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import { PyObject, typeName, type Value } from './value.ts';

/** `a == b`. */
export function equals(a: Value, b: Value): boolean {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a.length === b.length) spendOn([a]);
    return a === b;
  }
  if (a instanceof Undefined) return a.equals(b);
  if (b instanceof Undefined) return b.equals(a);
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  if (a instanceof PyObject) return a.equals(b);
  if (b instanceof PyObject) return b.equals(a);
  const left = number(a);
  const right = number(b);
  return left === undefined || right === undefined ? a === b : sameNumber(left, right);
}

/** int, float or bool as a number that JavaScript can compare; undefined = not a number. */
export function number(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return typeof value === 'boolean' ? BigInt(value) : undefined;
}

function sameNumber(a: bigint | number, b: bigint | number): boolean {
  return typeof a === typeof b ? a === b : !(a < b) && !(a > b) && a === a && b === b;
}

/** Whether two sequences have equal items; an item is always equal to itself here. */
export function sameItems(a: Value[], b: Value[]): boolean {
  spend(a.length);
  return a.length === b.length && nested(() => a.every((item, at) => same(item, b[at] ?? null)));
}

/** Identity or equality: how containers compare their items. */
export function same(a: Value, b: Value): boolean {
  return a === b || equals(a, b);
}

/** An ordering operator. */
export type Ordering = '<' | '<=' | '>' | '>=';

/** `a < b` and its kin. */
export function compare(a: Value, b: Value, operator: Ordering): boolean {
  if (a instanceof Undefined) return a.fail();
  if (b instanceof Undefined) return b.fail();
  const left = number(a);
  const right = number(b);
  if (left !== undefined && right !== undefined) return holds(left, right, operator);
  const text = string(a);
  const other = string(b);
  if (text !== undefined && other !== undefined) return holds(compareText(text, other), 0, operator);
  if (Array.isArray(a) && Array.isArray(b)) return compareItems(a, b, operator);
  if (a instanceof Tuple && b instanceof Tuple) return compareItems(a.items, b.items, operator);
  return raise('TypeError', `'${operator}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** The characters of a str or Markup. */
export function string(value: Value): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof Markup ? value.characters : undefined;
}

function holds(a: bigint | number, b: bigint | number, operator: Ordering): boolean {
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function compareItems(a: Value[], b: Value[], operator: Ordering): boolean {
  const length = Math.min(a.length, b.length);
  spend(length);
  for (let at = 0; at < length; at++) {
    const left = a[at] ?? null;
    const right = b[at] ?? null;
    if (!same(left, right)) return nested(() => compare(left, right, operator));
  }
  return holds(a.length, b.length, operator);
}

/** Orders text by code point, as Python does; JavaScript's own order differs where surrogates meet the last private and special characters. */
function compareText(a: string, b: string): number {
  spendOn([a.length < b.length ? a : b]);
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  let at = 0;
  while (at < length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === length) return a.length - b.length;
  return weight(a.charCodeAt(at)) - weight(b.charCodeAt(at));
}

function weight(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x10000 : unit;
}

/** Sorts as Python's sorted() does: stable, by `<`, in reverse too. */
export function sorted<T>(items: T[], key: (item: T) => Value, reverse = false): T[] {
  spend(items.length * 4);
  const keyed = items.map((item) => ({ item, key: key(item) }));
  if (reverse) keyed.reverse();
  keyed.sort((a, b) => (compare(a.key, b.key, '<') ? -1 : Number(compare(b.key, a.key, '<'))));
  if (reverse) keyed.reverse();
  return keyed.map(({ item }) => item);
}
