import { raise } from '../error.ts';
import { allow, spend } from '../session.ts';
import { number, string } from './compare.ts';
import { addFloats, divideFloats, floatPower, modulo, floorFloats } from './float-arithmetic.ts';
import { Markup, escapeText } from './markup.ts';
import { percentFormat } from '../text/percent-format.ts';
import { Tuple } from './tuple.ts';
import { Undefined } from './undefined.ts';
import { typeName, type Value } from './value.ts';

/** A binary operator of Jinja expressions. */
export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

type Integers = (a: bigint, b: bigint) => Value;
type Floats = (a: number, b: number) => number;

const operations: Record<Operator, { integers: Integers; floats: Floats }> = {
  '+': { integers: (a, b) => a + b, floats: addFloats },
  '-': { integers: (a, b) => a - b, floats: (a, b) => a - b },
  '*': { integers: multiply, floats: (a, b) => a * b },
  '/': { integers: divide, floats: divideFloats },
  '//': { integers: floorDivide, floats: floorFloats },
  '%': { integers: remainder, floats: modulo },
  '**': { integers: power, floats: floatPower },
};

/** The most bits that an integer may have. */
const widest = 200_000;

/** `a operator b`. */
export function operate(operator: Operator, a: Value, b: Value): Value {
  const sequence = operator === '+' || operator === '*' || operator === '%' ? onSequence(operator, a, b) : undefined;
  if (sequence !== undefined) return sequence;
  if (a instanceof Undefined) return a.fail();
  if (b instanceof Undefined) return b.fail();
  const left = number(a);
  const right = number(b);
  if (left === undefined || right === undefined) return unsupported(operator, a, b);
  const { integers, floats } = operations[operator];
  if (typeof left === 'bigint' && typeof right === 'bigint') return integers(left, right);
  return floats(toFloat(left), toFloat(right));
}

function unsupported(operator: Operator, a: Value, b: Value): never {
  if (operator === '+' && string(a) !== undefined)
    raise('TypeError', `can only concatenate str (not "${typeName(b)}") to str`);
  if (operator === '+' && (Array.isArray(a) || a instanceof Tuple))
    raise('TypeError', `can only concatenate ${typeName(a)} (not "${typeName(b)}") to ${typeName(a)}`);
  if (operator === '*' && (isSequence(a) || isSequence(b)))
    raise('TypeError', `can't multiply sequence by non-int of type '${typeName(isSequence(a) ? b : a)}'`);
  const sign = operator === '**' ? '** or pow()' : operator;
  return raise('TypeError', `unsupported operand type(s) for ${sign}: '${typeName(a)}' and '${typeName(b)}'`);
}

function isSequence(value: Value): boolean {
  return string(value) !== undefined || Array.isArray(value) || value instanceof Tuple;
}

function onSequence(operator: '+' | '*' | '%', a: Value, b: Value): Value | undefined {
  if (operator === '+') return concatenated(a, b);
  if (operator === '*') return repeated(a, b) ?? repeated(b, a);
  const template = string(a);
  if (template === undefined) return undefined;
  return a instanceof Markup ? new Markup(percentFormat(template, b, true)) : percentFormat(template, b);
}

function concatenated(a: Value, b: Value): Value | undefined {
  if (typeof a === 'string' && typeof b === 'string') {
    allow(a.length + b.length);
    return a + b;
  }
  if (Array.isArray(a) && Array.isArray(b)) return joinedItems(a, b);
  if (a instanceof Tuple && b instanceof Tuple) return new Tuple(joinedItems(a.items, b.items));
  const left = string(a);
  const right = string(b);
  if (left === undefined || right === undefined) return undefined;
  return new Markup(
    (a instanceof Markup ? left : escapeText(left)) + (b instanceof Markup ? right : escapeText(right)),
  );
}

function joinedItems(a: Value[], b: Value[]): Value[] {
  spend(a.length + b.length);
  return [...a, ...b];
}

function repeated(sequence: Value, times: Value): Value | undefined {
  if (!isSequence(sequence) || (typeof times !== 'bigint' && typeof times !== 'boolean')) return undefined;
  if (BigInt(times) > 2n ** 63n - 1n) raise('OverflowError', "cannot fit 'int' into an index-sized integer");
  const characters = string(sequence);
  if (characters !== undefined) {
    const text = repeat(characters, BigInt(times));
    return sequence instanceof Markup ? new Markup(text) : text;
  }
  const items = sequence instanceof Tuple ? sequence.items : sequence;
  if (!Array.isArray(items)) return undefined;
  const count = Math.max(0, Number(times));
  spend(items.length * count);
  const all = Array.from({ length: items.length === 0 ? 0 : count }, () => items).flat();
  return sequence instanceof Tuple ? new Tuple(all) : all;
}

/** `text * times`. */
export function repeat(text: string, times: bigint): string {
  const count = times > 0n ? Number(times) : 0;
  allow(text.length * count);
  return text === '' ? '' : text.repeat(count);
}

/** An int as a float; Python refuses what is too large. */
export function toFloat(value: bigint | number): number {
  const float = Number(value);
  if (typeof value === 'bigint' && !Number.isFinite(float)) raise('OverflowError', 'int too large to convert to float');
  return float;
}

function multiply(a: bigint, b: bigint): bigint {
  if (bits(a) + bits(b) > widest) raise('LimitError', 'the template made an integer that is too large');
  return a * b;
}

/** About how many bits an integer has: never too few. */
function bits(value: bigint): number {
  return value >= -(2n ** 53n) && value <= 2n ** 53n
    ? Math.ceil(Math.log2(Math.abs(Number(value)) + 1))
    : value.toString(16).length * 4;
}

function power(a: bigint, b: bigint): Value {
  if (b < 0n) return floatPower(toFloat(a), toFloat(b));
  if (bits(a) * Number(b) > widest && a !== 1n && a !== -1n && a !== 0n)
    raise('LimitError', 'the template made an integer that is too large');
  return a === -1n ? (b % 2n === 0n ? 1n : -1n) : a === 1n ? 1n : a === 0n ? BigInt(b === 0n) : a ** b;
}

/** `a // b` of integers, towards minus infinity. */
function floorDivide(a: bigint, b: bigint): bigint {
  if (b === 0n) raise('ZeroDivisionError', 'integer division or modulo by zero');
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

/** `a % b` of integers, with the sign of b. */
export function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) raise('ZeroDivisionError', 'integer modulo by zero');
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

/** `a / b` of integers: the nearest float to the true quotient. */
function divide(a: bigint, b: bigint): number {
  if (b === 0n) raise('ZeroDivisionError', 'division by zero');
  const exact = 2n ** 53n;
  if (a <= exact && a >= -exact && b <= exact && b >= -exact) return Number(a) / Number(b);
  const negative = a < 0n !== b < 0n;
  const top = a < 0n ? -a : a;
  const bottom = b < 0n ? -b : b;
  const shift = Math.max(0, bits(bottom) - bits(top) + 70);
  const shifted = top << BigInt(shift);
  const quotient = Number(((shifted / bottom) << 1n) | BigInt(shifted % bottom !== 0n));
  const result = shift > 900 ? quotient * 2 ** -900 * 2 ** (899 - shift) : quotient * 2 ** (-shift - 1);
  if (!Number.isFinite(result)) raise('OverflowError', 'integer division result too large for a float');
  return negative ? -result : result;
}

/** `-a` or `+a`. */
export function unary(operator: '+' | '-', a: Value): Value {
  if (a instanceof Undefined) return a.fail();
  const value = number(a);
  if (value === undefined) return raise('TypeError', `bad operand type for unary ${operator}: '${typeName(a)}'`);
  return operator === '-' ? -value : value;
}
