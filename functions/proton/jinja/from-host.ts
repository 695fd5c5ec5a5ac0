import { raise } from './error.ts';
import { session } from './session.ts';
import { Dict } from './values/dict.ts';
import { PyObject, type Value } from './values/value.ts';

/** A float, for whole numbers too: `new Float(1)` is Python's 1.0, while the number 1 is its int 1. */
export class Float {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/** The variables of a render, copied: templates never touch the caller's own objects. */
export function fromHost(variables: object): [string, Value][] {
  return members(variables).map(([name, value]) => [String(name), convert(value, 1)]);
}

function members(source: object): [unknown, unknown][] {
  return source instanceof Map ? [...source.entries()] : Object.entries(source);
}

function convert(value: unknown, depth: number): Value {
  if (depth > session.limits.depth) raise('RecursionError', 'the variables are nested too deep');
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (typeof value === 'object') return convertObject(value, depth);
  return raise('TypeError', `a ${typeof value} cannot be a variable of a template`);
}

function convertObject(value: object, depth: number): Value {
  if (value instanceof Float) return value.value;
  if (value instanceof PyObject) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map((item) => convert(item, depth + 1));
  return new Dict(
    members(value).map(([key, member]) => [convert(key, depth + 1), convert(member, depth + 1)] as const),
  );
}

/** Reads JSON as Python's json.loads does: whole numbers stay exact, and 1.0 is a float. */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    return /^-?\d+$/.test(context.source) ? BigInt(context.source) : new Float(value);
  });
}
