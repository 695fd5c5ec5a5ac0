/** Python's `repr(float)`: the shortest digits that read back the same. */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value < 0 ? '-inf' : 'inf';
  const { sign, digits, exponent } = shortest(value);
  if (exponent < -4 || exponent >= 16) return sign + scientific(digits, exponent);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Significant digits without trailing zeros, and the power of ten of the first. */
export interface Digits {
  sign: string;
  digits: string;
  exponent: number;
}

/** The shortest digits of a finite float. */
function shortest(value: number): Digits {
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e');
  return { sign: isNegative(value) ? '-' : '', digits: mantissa.replace('.', ''), exponent: Number(power) };
}

/** Whether the sign bit is set, of zero too. */
export function isNegative(value: number): boolean {
  return value < 0 || Object.is(value, -0);
}

/** "d.ddde+XX" of digits. */
export function scientific(digits: string, exponent: number, letter = 'e'): string {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${digits.slice(0, 1)}${fraction}${letter}${exponentText(exponent)}`;
}

/** An exponent with its sign and at least two digits. */
export function exponentText(exponent: number): string {
  return (exponent < 0 ? '-' : '+') + String(Math.abs(exponent)).padStart(2, '0');
}

/** |value| × 10^places as an exact integer, halves to even: what C's printf does and JavaScript's toFixed does not. */
export function scaled(value: number, places: number): bigint {
  const { mantissa, power } = parts(Math.abs(value));
  let numerator = mantissa;
  let denominator = 1n;
  if (places >= 0) numerator *= 10n ** BigInt(places);
  else denominator *= 10n ** BigInt(-places);
  if (power >= 0) numerator <<= BigInt(power);
  else denominator <<= BigInt(-power);
  return halfEven(numerator, denominator);
}

/** Numerator over denominator (both positive), rounded to the nearest, halves to even. */
function halfEven(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator;
  const twice = (numerator % denominator) * 2n;
  const up = twice > denominator || (twice === denominator && (quotient & 1n) === 1n);
  return up ? quotient + 1n : quotient;
}

/** The exact mantissa × 2^power of a float that is finite and not negative. */
export function parts(value: number): { mantissa: bigint; power: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased === 0
    ? { mantissa: fraction, power: -1074 }
    : { mantissa: fraction | (1n << 52n), power: biased - 1075 };
}

/** "ddd.ddd" of |value| with that many decimals (C's %f). */
export function fixed(value: number, places: number): string {
  const all = scaled(value, places)
    .toString()
    .padStart(places + 1, '0');
  return places === 0 ? all : `${all.slice(0, -places)}.${all.slice(-places)}`;
}

/** |value| rounded to `count` significant digits. */
export function significant(value: number, count: number): { digits: string; exponent: number } {
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const guess = Number(Math.abs(value).toExponential().split('e')[1]);
  const rounded = scaled(value, count - 1 - guess).toString();
  if (rounded.length > count) return { digits: rounded.slice(0, count), exponent: guess + 1 };
  return { digits: rounded, exponent: guess };
}
