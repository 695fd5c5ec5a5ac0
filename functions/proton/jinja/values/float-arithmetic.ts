import { raise } from '../error.ts';

/** `a + b`. */
export function addFloats(a: number, b: number): number {
  return a + b;
}

/** `a / b`. */
export function divideFloats(a: number, b: number): number {
  return b === 0 ? raise('ZeroDivisionError', 'float division by zero') : a / b;
}

/** `a % b`: has the sign of b. */
export function modulo(a: number, b: number): number {
  if (b === 0) raise('ZeroDivisionError', 'float modulo');
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 !== b < 0 ? rest + b : rest;
}

/** `a // b`, as CPython's float_floor_div takes it. */
export function floorFloats(a: number, b: number): number {
  if (b === 0) raise('ZeroDivisionError', 'float floor division by zero');
  const rest = a % b;
  const quotient = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0);
  if (quotient === 0) return a / b < 0 ? -0 : 0;
  const whole = Math.floor(quotient);
  return quotient - whole > 0.5 ? whole + 1 : whole;
}

/** `a ** b`. */
export function floatPower(a: number, b: number): number {
  if (a === 1 || b === 0) return 1;
  if (a === 0 && b < 0) raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
    raise('ValueError', 'complex numbers are not supported');
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  const result = a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    raise('OverflowError', "(34, 'Numerical result out of range')");
  return result;
}
