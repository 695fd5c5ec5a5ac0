import type { Json, JsonObject } from '../../functions/ports/json.ts';
import { compileComparison, kindTests, type Test } from './comparison.ts';
import { readPath, type Environment } from './json-path-read.ts';
import { parseJsonPath, type JsonPath } from './json-path.ts';
import { InvalidDefinition, runtimeError } from './states-error.ts';

/** Whether a choice is taken. */
export type Rule = (environment: Environment) => boolean;

const notOperators = new Set(['Variable', 'Next', 'Assign', 'Comment', 'Output']);

/**
 * One rule of a Choice state: a comparison, or And, Or, Not of rules.
 * Source: https://states-language.net/spec.html#choice-state
 */
export function compileRule(definition: Json): Rule {
  if (definition === null || typeof definition !== 'object' || Array.isArray(definition)) throw notARule(definition);
  const { And: all, Or: any, Not: negated } = definition;
  if (all !== undefined) return compileAnd(all);
  if (any !== undefined) return compileOr(any);
  if (negated === undefined) return compileTest(definition);
  const rule = compileRule(negated);
  return (environment) => !rule(environment);
}

function compileAnd(definitions: Json): Rule {
  const rules = compileRules(definitions);
  return (environment) => rules.every((rule) => rule(environment));
}

function compileOr(definitions: Json): Rule {
  const rules = compileRules(definitions);
  return (environment) => rules.some((rule) => rule(environment));
}

function compileRules(definitions: Json): Rule[] {
  if (!Array.isArray(definitions) || definitions.length === 0) throw notARule(definitions);
  return definitions.map(compileRule);
}

function compileTest(definition: JsonObject): Rule {
  const operators = Object.keys(definition).filter((key) => !notOperators.has(key));
  const [operator] = operators;
  const operand = definition[operator ?? ''];
  const { Variable: variable } = definition;
  if (typeof variable !== 'string' || !operator || operators.length > 1) throw notARule(definition);
  const path = parseJsonPath(variable);
  if (operator === 'IsPresent') return (environment) => (readPath(path, environment) !== undefined) === operand;
  const kindTest = kindTests[operator];
  if (kindTest) return (environment) => kindTest(valueOf(path, environment)) === operand;
  if (operator.endsWith('Path')) return compilePathComparison(path, operator.slice(0, -'Path'.length), operand);
  const test = comparison(operator);
  return (environment) => test(valueOf(path, environment), operand ?? null);
}

function compilePathComparison(path: JsonPath, operator: string, operand: Json | undefined): Rule {
  const test = comparison(operator === 'StringMatches' ? 'StringMatchesPath' : operator);
  if (typeof operand !== 'string') throw new InvalidDefinition(`${operator}Path must be a path`);
  const other = parseJsonPath(operand);
  return (environment) => test(valueOf(path, environment), valueOf(other, environment));
}

function comparison(operator: string): Test {
  const test = compileComparison(operator);
  if (!test) throw new InvalidDefinition(`'${operator}' is not a comparison of a Choice state`);
  return test;
}

function valueOf(path: JsonPath, environment: Environment): Json {
  const value = readPath(path, environment);
  if (value !== undefined) return value;
  throw runtimeError(`Invalid path '${path.text}': The choice state's condition path references an invalid value.`);
}

function notARule(definition: Json): InvalidDefinition {
  return new InvalidDefinition(`${JSON.stringify(definition)} is not a choice rule`);
}
