import { fromJson, isDeeper, isMap, type Json, type JsonObject } from '../ports/json.ts';
import { invalid } from './errors.ts';

const mostBytes = 120 * 1024;
const deepest = 100;

/**
 * Refuses custom JSON that is no JSON object, or larger than 120 KB. It is kept and shown as the very text that was given.
 * Source: https://docs.aws.amazon.com/opsworks/latest/userguide/workingstacks-json.html
 */
export function checkCustomJson(text: string | undefined): void {
  if (text === undefined || text === '') return;
  if (Buffer.byteLength(text) > mostBytes) throw invalid('The custom JSON must not be larger than 120 KB');
  const parsed = fromJson(text);
  if (!isMap(parsed)) throw invalid('The custom JSON is not a JSON object');
  if (isDeeper(parsed, deepest)) throw invalid(`The custom JSON is nested more than ${deepest} deep`);
}

/** Texts of custom JSON merged into one object; of two values for one attribute the later text's counts, objects merge deeply, as Chef merges attributes. */
export function mergedCustomJson(texts: (string | undefined)[]): JsonObject {
  const objects = texts.map((text) => (text ? fromJson(text) : undefined)).filter((value) => isMap(value));
  return objects.reduce<JsonObject>(merge, {});
}

function merge(under: JsonObject, over: JsonObject): JsonObject {
  const merged = new Map<string, Json>(Object.entries(under));
  for (const [name, value] of Object.entries(over)) {
    const before = merged.get(name);
    merged.set(name, isMap(before) && isMap(value) ? merge(before, value) : value);
  }
  // Makes own members of all names, `__proto__` too.
  return Object.fromEntries(merged);
}
