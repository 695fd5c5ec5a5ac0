import type { Json, JsonObject } from '../../ports/json.ts';
import { embeddedText } from './interpolate.ts';
import { isMap } from './typed-value.ts';

/** A choice or condition that cannot be decided: no or an unknown operator, or a value the operator cannot compare. */
export class InvalidChoice extends Error {
  override name = 'InvalidChoice';
}

type Comparison = (left: Json, right: Json) => boolean;

const OPERATORS = new Map<string, Comparison>([
  ['StringEquals', ofTexts((left, right) => left === right)],
  ['EqualsIgnoreCase', ofTexts((left, right) => left.toLowerCase() === right.toLowerCase())],
  ['StartsWith', ofTexts((left, right) => left.startsWith(right))],
  ['EndsWith', ofTexts((left, right) => left.endsWith(right))],
  ['Contains', ofTexts((left, right) => left.includes(right))],
  ['NumericEquals', ofNumbers((left, right) => left === right)],
  ['NumericGreater', ofNumbers((left, right) => left > right)],
  ['NumericLesser', ofNumbers((left, right) => left < right)],
  ['NumericGreaterOrEquals', ofNumbers((left, right) => left >= right)],
  ['NumericLesserOrEquals', ofNumbers((left, right) => left <= right)],
  ['BooleanEquals', (left, right) => asBoolean(left) === asBoolean(right)],
]);

/** The names of the comparison operators that aws:branch and aws:loop know. */
export const operatorNames: readonly string[] = [...OPERATORS.keys()];

/**
 * Where aws:branch goes: the NextStep of the first of its `Choices` that is true, else `Default`, else undefined. Both with their references
 * resolved. Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-action-branch.html
 */
export function chooseStep(choices: Json | undefined, fallback?: string): string | undefined {
  if (!Array.isArray(choices)) throw new InvalidChoice('Choices must be a list.');
  const chosen = choices.find(isTrue);
  if (chosen === undefined) return fallback;
  if (!isMap(chosen) || typeof chosen.NextStep !== 'string') throw new InvalidChoice('A choice has no NextStep.');
  return chosen.NextStep;
}

/** Whether a condition holds (a branch's choice, a loop's LoopCondition), its references resolved: a comparison, `And`, `Or` or `Not`. */
export function isTrue(condition: Json): boolean {
  if (!isMap(condition)) throw new InvalidChoice('A condition must be a map.');
  if (condition.And !== undefined) return conditions(condition.And, 'And').every(isTrue);
  if (condition.Or !== undefined) return conditions(condition.Or, 'Or').some(isTrue);
  if (condition.Not !== undefined) return !isTrue(condition.Not);
  return compare(condition);
}

function conditions(value: Json, name: string): Json[] {
  if (!Array.isArray(value)) throw new InvalidChoice(`${name} must be a list.`);
  return value;
}

function compare(condition: JsonObject): boolean {
  const [operator, ...more] = Object.keys(condition).filter((key) => key !== 'Variable' && key !== 'NextStep');
  if (operator === undefined) throw new InvalidChoice('A condition has no operator.');
  if (more.length > 0)
    throw new InvalidChoice(`A condition has more than one operator: ${[operator, ...more].join(', ')}.`);
  const comparison = OPERATORS.get(operator);
  if (comparison === undefined) throw new InvalidChoice(`Unknown operator: ${operator}.`);
  if (condition.Variable === undefined) throw new InvalidChoice(`${operator} has no Variable.`);
  return decide(operator, () => comparison(condition.Variable ?? null, condition[operator] ?? null));
}

// The comparison knows what is wrong with a value, only we know for which operator.
function decide(operator: string, comparison: () => boolean): boolean {
  try {
    return comparison();
  } catch (error) {
    if (error instanceof NotComparable) throw new InvalidChoice(`${operator} cannot compare ${error.message}.`);
    throw error;
  }
}

class NotComparable extends Error {}

function ofTexts(compareTexts: (left: string, right: string) => boolean): Comparison {
  return (left, right) => compareTexts(embeddedText(left), embeddedText(right));
}

function ofNumbers(compareNumbers: (left: number, right: number) => boolean): Comparison {
  return (left, right) => compareNumbers(asNumber(left), asNumber(right));
}

// Outputs and parameters of type String often hold what a document compares as a number or a Boolean.
function asNumber(value: Json): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value.trim())) return Number(value);
  throw new NotComparable('a value that is not a number');
}

function asBoolean(value: Json): boolean {
  const text = embeddedText(value).toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true';
  throw new NotComparable('a value that is not a Boolean');
}
