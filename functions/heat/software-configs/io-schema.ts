import { isMap, type Json, type JsonObject } from '../../ports/json.ts';
import { badRequest, valueError } from '../errors.ts';
import { textOf, isTruthy } from '../python.ts';

const types = new Set<Json>(['String', 'Number', 'CommaDelimitedList', 'Json', 'Boolean']);
const inputKeys = new Set(['name', 'description', 'type', 'default', 'replace_on_change', 'value']);
const outputKeys = new Set(['name', 'description', 'type', 'error_output']);

/** The inputs or outputs of a body as a list of objects; whatever Python takes for false is none. Throws HTTPBadRequest. */
export function ioList(given: Json | undefined): JsonObject[] {
  if (!isTruthy(given)) return [];
  if (!Array.isArray(given) || !given.every(isMap)) throw badRequest();
  return given;
}

/** An input as Heat stores it. Source: heat/engine/software_config_io.py, InputConfig. Throws ValueError. */
export function storedInput(given: JsonObject): JsonObject {
  checkKeys(given, inputKeys);
  const isCoerced = Object.hasOwn(given, 'type') && Object.hasOwn(given, 'default');
  const isKeptEmpty = given.default === '' && given.type !== 'String';
  const fallback = isCoerced && !isKeptEmpty ? coerced(given.default ?? null, typeOf(given)) : given.default;
  return {
    ...described(given),
    ...(fallback !== undefined && fallback !== null && { default: fallback }),
    ...(isTrue(given.replace_on_change) && { replace_on_change: true }),
    ...(Object.hasOwn(given, 'value') && { value: given.value ?? null }),
  };
}

/** An output as Heat stores it. Throws ValueError. */
export function storedOutput(given: JsonObject): JsonObject {
  checkKeys(given, outputKeys);
  return { ...described(given), error_output: isTrue(given.error_output) };
}

function checkKeys(given: JsonObject, known: Set<string>): void {
  if (!Object.hasOwn(given, 'name') || Object.keys(given).some((key) => !known.has(key))) throw valueError();
}

const described = (given: JsonObject): JsonObject => ({
  name: stringOf(given.name ?? null),
  type: typeOf(given),
  ...(Object.hasOwn(given, 'description') && { description: stringOf(given.description ?? null) }),
});

function typeOf(given: JsonObject): string {
  const type = Object.hasOwn(given, 'type') ? stringOf(given.type ?? null) : 'String';
  if (!types.has(type)) throw valueError();
  return type;
}

/** A property of type string: null is the empty text, and only what is no list or map can become one. */
function stringOf(value: Json): string {
  if (value === null) return '';
  if (typeof value === 'object') throw valueError();
  return textOf(value);
}

/** A property of type boolean: true and false, or their names. */
function isTrue(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  const name = typeof value === 'string' ? value.toLowerCase() : value;
  if (name !== true && name !== false && name !== 'true' && name !== 'false') throw valueError();
  return name === true || name === 'true';
}

/** A default as its type has it; null becomes the type's empty value. Source: heat/engine/properties.py */
function coerced(value: Json, type: string): Json {
  if (type === 'Number') return numberOf(value);
  if (type === 'Boolean') return isTrue(value);
  if (type === 'CommaDelimitedList') return listOf(value);
  return type === 'Json' ? jsonOf(value) : stringOf(value);
}

function numberOf(value: Json): number {
  if (value === null) return 0;
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  if (typeof number === 'boolean') return Number(number);
  if (typeof number !== 'number' || !Number.isFinite(number)) throw valueError();
  return number;
}

function listOf(value: Json): Json[] {
  if (value === null) return [];
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') throw valueError();
  return value ? value.split(',').map((part) => part.trim()) : [];
}

function jsonOf(value: Json): Json {
  if (value === null) return {};
  if (typeof value === 'object') return value;
  if (typeof value !== 'string') throw valueError();
  const parsed = parse(value);
  if (typeof parsed !== 'object' || parsed === null) throw valueError();
  return parsed;
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw valueError();
  }
}
