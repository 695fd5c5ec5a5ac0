import { isMap, type Json, type JsonObject } from '../../ports/json.ts';

/** An object whose names with dots are written as objects within objects: to EventBridge both are the same field. Where two say the same, the later counts. */
export function nested(object: JsonObject): JsonObject {
  if (!hasDots(object)) return object;
  const result = Object.create(null) as JsonObject;
  for (const [name, value] of Object.entries(object)) put(result, name.split('.'), nestedIn(value));
  return result;
}

function put(into: JsonObject, [name = '', ...rest]: string[], value: Json): void {
  if (rest.length === 0) {
    const before = into[name];
    into[name] = isMap(before) && isMap(value) ? Object.assign(before, value) : value;
    return;
  }
  const inner = into[name];
  const next: JsonObject = isMap(inner) ? inner : (Object.create(null) as JsonObject);
  into[name] = next;
  put(next, rest, value);
}

function nestedIn(value: Json): Json {
  if (Array.isArray(value)) return value.map(nestedIn);
  return isMap(value) ? nested(value) : value;
}

function hasDots(value: Json): boolean {
  if (Array.isArray(value)) return value.some(hasDots);
  return isMap(value) && Object.entries(value).some(([name, one]) => name.includes('.') || hasDots(one));
}
