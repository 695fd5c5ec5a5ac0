import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { StatesError } from './states-error.ts';

/** The most bytes of UTF-8 that a state's input or output may have as JSON. */
export const dataLimit = 262_144;

const texts = new WeakMap<object, string>();

/** A value as JSON text; values never change once they are in an execution, so each is written once. */
export function textOf(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value);
  texts.set(value, text);
  return text;
}

/** A copy of a value that shares nothing with it, as if it had come over the wire; what JSON cannot hold is null. */
export function throughJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') {
    return Number.isNaN(value) ? null : value;
  }
  const text = JSON.stringify(value) as string | undefined;
  return text === undefined ? null : parseText(text);
}

/** Gives an object with plain names its text, put together from those of its values. */
export function composed(members: JsonObject): JsonObject {
  const parts = Object.entries(members).map(([key, value]) => `"${key}":${textOf(value)}`);
  texts.set(members, `{${parts.join()}}`);
  return members;
}

/** The value of a JSON text that was written by textOf. */
export function parseText(text: string): Json {
  const value = JSON.parse(text) as Json;
  if (value !== null && typeof value === 'object') texts.set(value, text);
  return value;
}

/** Whether a value is larger than a state may pass on. */
export function isTooLarge(value: Json): boolean {
  const text = textOf(value);
  if (text.length * 3 <= dataLimit) return false;
  return text.length > dataLimit || Buffer.byteLength(text) > dataLimit;
}

/** States.DataLimitExceeded, in AWS's words; unlike States.Runtime it can be caught. */
export function dataLimitExceeded(what: string): StatesError {
  const reason = `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes service limit.`;
  return new StatesError('States.DataLimitExceeded', reason);
}
