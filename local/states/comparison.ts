import type { Json } from '../../functions/ports/json.ts';
import { parseTimestamp } from './timestamp.ts';

/** Whether the first value stands to the second as an operator says; values of another kind never do. */
export type Test = (left: Json, right: Json) => boolean;

type Scalar = string | number | boolean;

/** The tests that look at a value's kind only, by operator. */
export const kindTests: Record<string, (value: Json) => boolean> = {
  IsNull: (value) => value === null,
  IsNumeric: (value) => typeof value === 'number',
  IsString: (value) => typeof value === 'string',
  IsBoolean: (value) => typeof value === 'boolean',
  IsTimestamp: (value) => parseTimestamp(value) !== undefined,
};

const kinds: Record<string, (value: Json) => Scalar | undefined> = {
  String: (value) => (typeof value === 'string' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Timestamp: parseTimestamp,
};

const relations: Record<string, (left: Scalar, right: Scalar) => boolean> = {
  Equals: (left, right) => left === right,
  LessThan: (left, right) => left < right,
  LessThanEquals: (left, right) => left <= right,
  GreaterThan: (left, right) => left > right,
  GreaterThanEquals: (left, right) => left >= right,
};

/** The test of an operator such as NumericLessThan or StringMatches; undefined for an unknown one. */
export function compileComparison(operator: string): Test | undefined {
  if (operator === 'StringMatches') return stringMatches;
  const name = /^(String|Numeric|Boolean|Timestamp)(Equals|(?:Less|Greater)Than(?:Equals)?)$/.exec(operator);
  const as = kinds[name?.[1] ?? ''];
  const relation = relations[name?.[2] ?? ''];
  if (!as || !relation || /^Boolean(?!Equals)/.test(operator)) return undefined;
  return (left, right) => {
    const [one, other] = [as(left), as(right)];
    return one !== undefined && other !== undefined && relation(one, other);
  };
}

const patterns = new Map<string, RegExp>();

function stringMatches(value: Json, pattern: Json): boolean {
  if (typeof value !== 'string' || typeof pattern !== 'string') return false;
  let expression = patterns.get(pattern);
  if (!expression) {
    expression = wildcard(pattern);
    patterns.set(pattern, expression);
  }
  return expression.test(value);
}

/** `*` is any text; `\*` and `\\` are the signs themselves. */
function wildcard(pattern: string): RegExp {
  const pieces = pattern.match(/\\[*\\]|[^]/g) ?? [];
  const source = pieces.map((piece) =>
    piece === '*' ? '[^]*' : (piece.at(-1) ?? '').replace(/[.*+?^${}()|[\]\\]/, '\\$&'),
  );
  return new RegExp(`^${source.join('')}$`);
}
