import { allow, nested } from '../session.ts';
import { floatRepr } from '../text/float-text.ts';
import { integerText } from '../text/integer-text.ts';
import { stringRepr } from '../text/string-repr.ts';
import type { Value } from './value.ts';

/** Python's `str(value)`: what `{{ value }}` prints. */
export function text(value: Value): string {
  if (typeof value === 'string') return value;
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value.text();
  return repr(value);
}

/** Python's `repr(value)`. */
export function repr(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'string') return stringRepr(value);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return integerText(value);
  if (typeof value === 'number') return floatRepr(value);
  return Array.isArray(value) ? bracketed('[', value, ']') : nested(() => value.repr());
}

const printing = new Set<object>();

/** The reprs of `items` between brackets; an object inside itself prints as `[...]`. */
export function bracketed(open: string, items: Value[], close: string): string {
  return guarded(items, `${open}...${close}`, () => open + joined(items.map(repr)) + close);
}

/** Joins reprs by commas. */
export function joined(parts: string[]): string {
  allow(parts.reduce((sum, part) => sum + part.length + 2, 0));
  return parts.join(', ');
}

/** Prints `container` with `print`, or as `again` when it is being printed already. */
export function guarded(container: object, again: string, print: () => string): string {
  if (printing.has(container)) return again;
  printing.add(container);
  try {
    return nested(print);
  } finally {
    printing.delete(container);
  }
}
