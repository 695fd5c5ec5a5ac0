import { raise } from '../error.ts';
import { parts } from '../text/float-text.ts';
import { Callable } from '../values/callable.ts';
import { Tuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';

/** An attribute of an int, float or bool. */
export function numberAttribute(value: boolean | bigint | number | string, name: string): Value | undefined {
  if (typeof value === 'string') return undefined;
  const number = typeof value === 'boolean' ? BigInt(value) : value;
  if (name === 'real' || (name === 'numerator' && typeof number === 'bigint')) return number;
  if (name === 'denominator' && typeof number === 'bigint') return 1n;
  if (name === 'imag') return typeof number === 'bigint' ? 0n : 0;
  const run = typeof number === 'bigint' ? integerMethod(number, name) : floatMethod(number, name);
  return run && new Callable(name, run);
}

function integerMethod(value: bigint, name: string): (() => Value) | undefined {
  const binary = (value < 0n ? -value : value).toString(2);
  if (name === 'bit_length') return () => (value === 0n ? 0n : BigInt(binary.length));
  if (name === 'bit_count') return () => BigInt(binary.replaceAll('0', '').length);
  if (name === 'as_integer_ratio') return () => new Tuple([value, 1n]);
  return name === 'conjugate' ? () => value : undefined;
}

function floatMethod(value: number, name: string): (() => Value) | undefined {
  if (name === 'is_integer') return () => Number.isInteger(value);
  if (name === 'as_integer_ratio') return () => ratio(value);
  return name === 'conjugate' ? () => value : undefined;
}

function ratio(value: number): Value {
  if (!Number.isFinite(value)) raise('OverflowError', 'cannot convert Infinity to integer ratio');
  let { mantissa, power } = parts(Math.abs(value));
  while (power < 0 && mantissa % 2n === 0n && mantissa > 0n) {
    mantissa /= 2n;
    power++;
  }
  const top = (value < 0 ? -mantissa : mantissa) << BigInt(Math.max(power, 0));
  return new Tuple([top, mantissa === 0n ? 1n : 1n << BigInt(Math.max(-power, 0))]);
}
