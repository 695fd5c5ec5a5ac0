import type { Shape } from '../contract.ts';

/** One rule about a value, in AWS's words. */
export interface Constraint {
  text: string;
  holds: (value: unknown) => boolean;
}

/** A text already longer than its limit is not searched for its pattern beyond this, because some patterns take quadratic time. */
const longestSearched = 4096;

/** The rules of one shape in the order AWS names them: size, pattern, enum. */
export function constraintsOf(shape: Shape): Constraint[] {
  const constraints = isNumber(shape.type) ? valueLimits(shape) : lengthLimits(shape);
  if (shape.pattern !== undefined) constraints.push(patternConstraint(shape.pattern, shape.max));
  if (shape.enum) constraints.push(enumConstraint(shape.enum));
  return constraints;
}

const isNumber = (type: string): boolean => ['integer', 'long', 'double', 'float'].includes(type);

function valueLimits({ min, max }: Shape): Constraint[] {
  const constraints: Constraint[] = [];
  if (max !== undefined)
    constraints.push({
      text: `Member must have value less than or equal to ${max}`,
      holds: (value) => (value as number) <= max,
    });
  if (min !== undefined)
    constraints.push({
      text: `Member must have value greater than or equal to ${min}`,
      holds: (value) => (value as number) >= min,
    });
  return constraints;
}

function lengthLimits({ min, max }: Shape): Constraint[] {
  const constraints: Constraint[] = [];
  if (max !== undefined)
    constraints.push({
      text: `Member must have length less than or equal to ${max}`,
      holds: (value) => sizeOf(value) <= max,
    });
  if (min !== undefined)
    constraints.push({
      text: `Member must have length greater than or equal to ${min}`,
      holds: (value) => sizeOf(value) >= min,
    });
  return constraints;
}

function sizeOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length;
  return Object.keys(value as object).length;
}

function patternConstraint(pattern: string, max: number | undefined): Constraint {
  const expression = toRegExp(pattern);
  return {
    text: `Member must satisfy regular expression pattern: ${pattern}`,
    holds: (value) => {
      const text = value as string;
      if (max !== undefined && text.length > max && text.length > longestSearched) return true;
      return expression.test(text);
    },
  };
}

function enumConstraint(values: string[]): Constraint {
  const known = new Set<unknown>(values);
  return { text: `Member must satisfy enum value set: [${values.join(', ')}]`, holds: (value) => known.has(value) };
}

/**
 * A model's Java pattern as JavaScript's: `(?i)` in front is a flag, and classes such as `\p{L}` need the `u` flag,
 * under which other patterns would not compile.
 */
export function toRegExp(pattern: string): RegExp {
  const ignoresCase = pattern.startsWith('(?i)');
  const flags = (ignoresCase ? 'i' : '') + (/\\p\{/.test(pattern) ? 'u' : '');
  return new RegExp(ignoresCase ? pattern.slice('(?i)'.length) : pattern, flags);
}
