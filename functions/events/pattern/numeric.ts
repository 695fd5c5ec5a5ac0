import type { Json } from '../../ports/json.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import type { Test } from './value-test.ts';

const comparisons: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
};

/** `["=", 5]`, `[">", 0]` or a range, `[">", 0, "<=", 5]`. Throws InvalidPattern. */
export function numericTest(operand: Json): Test {
  if (!Array.isArray(operand)) throw new InvalidPattern('Value of numeric must be an array.');
  const [operator, bound, second, top, ...rest] = operand;
  if (typeof operator !== 'string') throw new InvalidPattern(`Invalid member in numeric match: ${shown(operator)}`);
  if (!Object.hasOwn(comparisons, operator))
    throw new InvalidPattern(`Unrecognized numeric range operator: ${operator}`);
  const isLower = comparison(operator === '=' ? 'equals' : operator, operator, bound);
  if (second === undefined) return (value) => typeof value === 'number' && isLower(value);
  if (!operator.startsWith('>')) throw new InvalidPattern('Too many elements in numeric expression');
  if (typeof second !== 'string') throw new InvalidPattern(`Bad value in numeric range: ${shown(second)}`);
  if (!second.startsWith('<') || !Object.hasOwn(comparisons, second))
    throw new InvalidPattern(`Bad numeric range operator: ${second}`);
  const isUpper = comparison(second, second, top);
  if (rest.length > 0) throw new InvalidPattern('Too many terms in numeric range expression');
  if (typeof bound === 'number' && typeof top === 'number' && bound >= top)
    throw new InvalidPattern('Bottom must be less than top');
  return (value) => typeof value === 'number' && isLower(value) && isUpper(value);
}

const shown = (value: Json | undefined): string => (value === undefined ? ']' : JSON.stringify(value));

function comparison(name: string, operator: string, bound: Json | undefined): (value: number) => boolean {
  const compare = comparisons[operator];
  if (typeof bound !== 'number' || !compare) throw new InvalidPattern(`Value of ${name} must be numeric`);
  return (value) => compare(value, bound);
}
