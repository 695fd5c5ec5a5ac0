import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { InvalidDefinition } from './states-error.ts';

/** A text field of a definition, if it is there. */
export function textField(definition: JsonObject, name: string): string | undefined {
  const value = definition[name];
  if (value === undefined || typeof value === 'string') return value;
  throw new InvalidDefinition(`${name} must be a string`);
}

/** A number field of a definition, if it is there, within its bounds. */
export function numberField(definition: JsonObject, name: string, [least, most] = [0, Infinity]): number | undefined {
  const value = definition[name];
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new InvalidDefinition(`${name} must be a number from ${least}${most === Infinity ? '' : ` to ${most}`}`);
}

/** An array field of a definition; empty when it is not there. */
export function arrayField(definition: JsonObject, name: string): Json[] {
  const value = definition[name] ?? [];
  if (Array.isArray(value)) return value;
  throw new InvalidDefinition(`${name} must be an array`);
}

/** An object that a definition must have here. */
export function requiredObject(value: Json | undefined, name: string): JsonObject {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value;
  throw new InvalidDefinition(`${name} must be an object`);
}

/** Fails when a definition has one of the fields: better now than half way through an execution. */
export function refuseFields(definition: JsonObject, names: readonly string[]): void {
  for (const name of names) {
    if (definition[name] !== undefined) throw new InvalidDefinition(`${name} is not supported here`);
  }
}
