import { isKnownKey } from './condition-keys.ts';
import { isMap } from '../../ports/json.ts';
import type { Problem } from './element.ts';
import { operators, type Comparison, type Operator } from './operators.ts';
import type { Context } from './request-context.ts';
import { every, not, some, type Truth } from './truth.ts';

/** One key under one operator: whether a request fits; undefined where nobody can tell. */
export type Clause = (context: () => Context) => Truth;

interface Entry {
  name: string;
  key: string;
  value: unknown;
  variables: boolean;
}

/** Reads a Condition element: a clause, or what is wrong with it, for each key under each operator; all clauses must hold. */
export function readCondition(condition: unknown, variables: boolean): (Clause | Problem)[] {
  if (!isMap(condition)) return [{ problem: 'Condition must be an object' }];
  return Object.entries(condition).flatMap(([name, keys]) => {
    if (!isMap(keys) || Object.keys(keys).length === 0)
      return [{ problem: `Condition.${name} must be an object with condition keys` }];
    return Object.entries(keys).map(([key, value]) => readEntry({ name, key, value, variables }));
  });
}

const operatorName = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

function readEntry({ name, key, value, variables }: Entry): Clause | Problem {
  const place = `Condition.${name}.${key}`;
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0 || !values.every(isScalar))
    return { problem: `${place} must be a string, a number, a boolean or a list of them` };
  if (!/^[\w-]+:./.test(key)) return { problem: `${place} must be prefaced by a vendor, e.g., aws, iam, ssm` };
  const texts = values.map(String);
  if (name === 'Null') return readNull(place, key, texts);
  const [, quantifier, base = '', suffix] = operatorName.exec(name) ?? [];
  const operator = operators.get(base);
  if (!operator) return { problem: `Condition.${name} is no condition operator` };
  const comparisons = texts.map((one) => operator.read(one, variables));
  const wrong = comparisons.indexOf(undefined);
  if (wrong >= 0) return { problem: `${place} has the value ${texts[wrong]}, which ${base} cannot compare` };
  const holds = comparing(operator, comparisons as Comparison[]);
  return clause({
    key: key.toLowerCase(),
    quantifier,
    isOptional: suffix !== undefined,
    isNegated: operator.isNegated,
    holds,
  });
}

const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

function readNull(place: string, key: string, values: string[]): Clause | Problem {
  if (!values.every((value) => /^(true|false)$/i.test(value))) return { problem: `${place} must be true or false` };
  const known = isKnownKey(key.toLowerCase());
  return (context) => (known ? values.includes(String(!context().has(key.toLowerCase()))) : undefined);
}

const comparing =
  ({ isNegated }: Operator, comparisons: Comparison[]): Comparison =>
  (value, context) => {
    const truth = some(comparisons, (compare) => compare(value, context));
    return isNegated ? not(truth) : truth;
  };

interface Test {
  key: string;
  quantifier: string | undefined;
  isOptional: boolean;
  isNegated: boolean;
  holds: Comparison;
}

function clause({ key, quantifier, isOptional, isNegated, holds }: Test): Clause {
  if (!isKnownKey(key)) return () => undefined;
  const ofAll = quantifier === 'ForAllValues';
  const absent = quantifier ? absentOfMany(ofAll, isOptional) : isOptional || isNegated;
  return (context) => {
    const given = context().get(key);
    if (given === undefined) return absent;
    // A list is compared by a set operator only.
    if (!quantifier) return typeof given === 'string' ? holds(given, context) : undefined;
    const list = typeof given === 'string' ? [given] : given;
    if (list.every((value) => value === '')) return ofAll;
    return (ofAll ? every : some)(list, (value) => holds(value, context));
  };
}

/** ForAnyValue asks for a value, IfExists for none: with both, nobody can tell what is meant. */
const absentOfMany = (ofAll: boolean, isOptional: boolean): Truth => (!ofAll && isOptional ? undefined : ofAll);
