import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { parseJsonPath } from './json-path.ts';
import { InvalidDefinition, StatesError } from './states-error.ts';

type Step = string | number;

/** Puts a value into a copy of the data; what is not on the way stays shared. */
export type Place = (data: Json, value: Json) => Json;

/**
 * A reference path (`$.a.b[0]`) as a way to place a result; members on the way are made, elements are not.
 * Source: https://states-language.net/spec.html#ref-paths
 */
export function referencePath(text: string): Place {
  const path = parseJsonPath(text);
  if (path.root !== 'data' || !path.isDefinite) throw new InvalidDefinition(`'${text}' is not a reference path`);
  const steps: Step[] = path.segments.flatMap((step): Step[] =>
    step.kind === 'key' ? [step.key] : step.kind === 'index' ? [step.index] : [],
  );
  return (data, value) => {
    const placed = place(data, steps, value);
    if (placed === undefined) throw mismatch(text, data);
    return placed;
  };
}

function place(data: Json | undefined, steps: readonly Step[], value: Json): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  return typeof step === 'number' ? placeElement(data, [step, rest], value) : placeMember(data, [step, rest], value);
}

function placeMember(data: Json | undefined, [key, rest]: [string, Step[]], value: Json): Json | undefined {
  const isObject = data === undefined || (data !== null && typeof data === 'object' && !Array.isArray(data));
  if (!isObject) return undefined;
  const member = data && Object.hasOwn(data, key) ? data[key] : undefined;
  const placed = place(member, rest, value);
  if (placed === undefined) return undefined;
  return withMember(data ?? {}, key, placed);
}

function placeElement(data: Json | undefined, [index, rest]: [number, Step[]], value: Json): Json | undefined {
  if (!Array.isArray(data) || index < 0 || index >= data.length) return undefined;
  const placed = place(data[index], rest, value);
  return placed === undefined ? undefined : data.with(index, placed);
}

/** A copy with one member set; a member called `__proto__` is data like any other. */
function withMember(data: JsonObject, key: string, value: Json): JsonObject {
  if (key !== '__proto__') return { ...data, [key]: value };
  return Object.fromEntries([...Object.entries(data), [key, value]]);
}

function mismatch(path: string, data: Json): StatesError {
  const reason = `Unable to apply ReferencePath ${path} to input ${JSON.stringify(data)}`;
  return new StatesError('States.ResultPathMatchFailure', reason, 'evaluation');
}
