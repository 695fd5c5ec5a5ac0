import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { intrinsicFailure } from '../states-error.ts';
import { expectCount, textAt, valueAt, type Call } from './arguments.ts';

/** States.JsonMerge: two objects in one, the second one's members winning; the third argument must be false, as on AWS. */
export function jsonMerge(call: Call): Json {
  expectCount(call, 3);
  if (valueAt(call, 2) !== false)
    throw intrinsicFailure('Only shallow merging is supported: the third argument must be false');
  return { ...objectAt(call, 0), ...objectAt(call, 1) };
}

/** States.StringToJson: the value a JSON text stands for; a blank text stands for null. */
export function stringToJson(call: Call): Json {
  expectCount(call, 1);
  const text = textAt(call, 0);
  if (text.trim() === '') return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw intrinsicFailure(`Invalid JSON: ${text}`);
  }
}

/** States.JsonToString: a value as JSON text. */
export function jsonToString(call: Call): Json {
  expectCount(call, 1);
  return JSON.stringify(valueAt(call, 0));
}

function objectAt(call: Call, at: number): JsonObject {
  const value = valueAt(call, at);
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  if (!isObject) throw intrinsicFailure(`Invalid argument ${JSON.stringify(value)}: an object is needed`);
  return value;
}
