import type { Json, JsonObject } from '../../functions/ports/json.ts';
import type { Environment } from './json-path-read.ts';
import { missingPlace, readPath } from './json-path-read.ts';
import { requiredObject } from './definition-fields.ts';
import { isIntrinsic } from './intrinsics/parse-intrinsic.ts';
import { parseJsonPath } from './json-path.ts';
import { compileExpression, compileTemplate, type Evaluate } from './payload-template.ts';
import { referencePath, type Place } from './reference-path.ts';
import { InvalidDefinition, runtimeError } from './states-error.ts';

/** Variables that a state sets when it is left. */
export type Assign = (environment: Environment) => JsonObject;

/**
 * How data goes through a state: InputPath, Parameters, ResultSelector, ResultPath, OutputPath and Assign; undefined where it is passed as it is.
 * Source: https://states-language.net/spec.html#filters
 */
export interface DataFlow {
  inputPath: Evaluate | undefined;
  parameters: Evaluate | undefined;
  resultSelector: Evaluate | undefined;
  resultPath: Place | undefined;
  outputPath: Evaluate | undefined;
  assign: Assign | undefined;
}

/** Reads the data fields of a state. */
export function compileDataFlow(definition: JsonObject): DataFlow {
  const { Parameters: parameters, ResultSelector: resultSelector } = definition;
  return {
    inputPath: compileSelection(definition.InputPath),
    parameters: parameters === undefined ? undefined : compileTemplate(parameters),
    resultSelector: resultSelector === undefined ? undefined : compileTemplate(resultSelector),
    resultPath: compileResultPath(definition.ResultPath),
    outputPath: compileSelection(definition.OutputPath),
    assign: compileAssign(definition.Assign),
  };
}

/** Reads an Assign; every variable gets its value from the same view, before any is set. */
export function compileAssign(definition: Json | undefined): Assign | undefined {
  if (definition === undefined) return undefined;
  const evaluate = compileTemplate(requiredObject(definition, 'Assign'));
  return (environment) => requiredObject(evaluate(environment), 'Assign');
}

/** Reads a ResultPath: null throws the result away, `$` or nothing makes it the whole. */
export function compileResultPath(path: Json | undefined): Place | undefined {
  if (path === undefined || path === '$') return undefined;
  if (path === null) return (data) => data;
  if (typeof path !== 'string') throw new InvalidDefinition('ResultPath must be a path or null');
  return referencePath(path);
}

/** Reads an InputPath or OutputPath: null stands for an empty object. */
function compileSelection(path: Json | undefined): Evaluate | undefined {
  if (path === undefined || path === '$') return undefined;
  if (path === null) return () => ({});
  if (typeof path !== 'string') throw new InvalidDefinition('InputPath and OutputPath must be a path or null');
  if (isIntrinsic(path)) return compileExpression(path, 'InputPath');
  const parsed = parseJsonPath(path);
  return (environment) => {
    const value = readPath(parsed, environment);
    if (value !== undefined) return value;
    throw runtimeError(`Invalid path '${path}' : Missing property in path ${missingPlace(parsed, environment)}`);
  };
}
