import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { compileIntrinsic } from './intrinsics/index.ts';
import { isIntrinsic } from './intrinsics/parse-intrinsic.ts';
import { readPath, type Environment } from './json-path-read.ts';
import { parseJsonPath } from './json-path.ts';
import { InvalidDefinition, runtimeError } from './states-error.ts';

/** Works out a value from what a state can see. */
export type Evaluate = (environment: Environment) => Json;

/**
 * A payload template (Parameters, ItemSelector, ResultSelector, Assign): members whose name ends in `.$` are worked out, the rest is taken as it is.
 * Source: https://states-language.net/spec.html#payload-template
 */
export function compileTemplate(template: Json): Evaluate {
  if (!hasExpression(template)) return () => template;
  if (Array.isArray(template)) {
    const elements = template.map(compileTemplate);
    return (environment) => elements.map((element) => element(environment));
  }
  return typeof template === 'object' && template !== null ? compileObject(template) : () => template;
}

/** A path or an intrinsic function for one field; a path that leads nowhere is a States.Runtime error that names the field. */
export function compileExpression(text: string, field: string): Evaluate {
  if (isIntrinsic(text)) return compileIntrinsic(text);
  const path = parseJsonPath(text);
  return (environment) => {
    const value = readPath(path, environment);
    if (value !== undefined) return value;
    throw runtimeError(
      `The JSONPath '${text}' specified for the field '${field}' could not be found in the input '${JSON.stringify(environment.data)}'`,
    );
  };
}

/** Whether evaluating twice gives the same: no function in it makes up values. */
export function isRepeatable(template: Json): boolean {
  return !/States\.(?:UUID|MathRandom)/.test(JSON.stringify(template));
}

function compileObject(template: JsonObject): Evaluate {
  const members = Object.entries(template).map(([key, member]) => compileMember(key, member));
  return (environment) => {
    const result: JsonObject = {};
    for (const [key, evaluate] of members) result[key] = evaluate(environment);
    return result;
  };
}

function compileMember(key: string, member: Json): [string, Evaluate] {
  if (!key.endsWith('.$')) return [key, compileTemplate(member)];
  if (typeof member === 'string') return [key.slice(0, -2), compileExpression(member, key)];
  throw new InvalidDefinition(`The value for the field '${key}' must be a valid JSONPath or intrinsic function`);
}

function hasExpression(template: Json): boolean {
  if (template === null || typeof template !== 'object') return false;
  if (Array.isArray(template)) return template.some(hasExpression);
  return Object.entries(template).some(([key, member]) => key.endsWith('.$') || hasExpression(member));
}
