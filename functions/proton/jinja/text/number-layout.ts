import { raise } from '../error.ts';
import { exponentText, fixed, isNegative, scientific, significant } from './float-text.ts';

/** Digits of a number and the sign that goes before them, still without padding. */
export interface Layout {
  sign: string;
  digits: string;
}

/** How a float is written: 'f', 'e', 'g' or their capitals; `alternate` is the '#' flag. */
export interface FloatStyle {
  type: string;
  precision: number;
  alternate: boolean;
}

/** A float in C's %f, %e or %g. */
export function layoutFloat(value: number, { type, precision, alternate }: FloatStyle): Layout {
  if (precision > 5000) raise('LimitError', 'the template asked for more than 5000 decimals');
  const sign = isNegative(value) ? '-' : '';
  const upper = type !== type.toLowerCase();
  const digits = Number.isFinite(value)
    ? { f: fixedDigits, e: scientificDigits, g: generalDigits }[kind(type)](value, precision, alternate)
    : Number.isNaN(value)
      ? 'nan'
      : 'inf';
  return { sign: Number.isNaN(value) ? '' : sign, digits: upper ? digits.toUpperCase() : digits };
}

function kind(type: string): 'f' | 'e' | 'g' {
  const lower = type.toLowerCase();
  return lower === 'e' || lower === 'g' ? lower : 'f';
}

function fixedDigits(value: number, precision: number, alternate: boolean): string {
  return fixed(value, precision) + (alternate && precision === 0 ? '.' : '');
}

function scientificDigits(value: number, precision: number, alternate: boolean): string {
  const { digits, exponent } = significant(value, precision + 1);
  return pointed(digits, exponent, alternate);
}

/** "d.ddde+XX"; `always` with a point even if nothing follows it. */
export function pointed(digits: string, exponent: number, always: boolean): string {
  return always && digits.length === 1 ? `${digits}.e${exponentText(exponent)}` : scientific(digits, exponent);
}

function generalDigits(value: number, precision: number, alternate: boolean): string {
  const count = Math.max(precision, 1);
  const { digits, exponent } = significant(value, count);
  if (exponent < -4 || exponent >= count)
    return pointed(alternate ? digits : digits.replace(/0+$/, '') || '0', exponent, alternate);
  const text = fixed(value, count - 1 - exponent);
  if (alternate) return text.includes('.') ? text : `${text}.`;
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Groups digits before the point in threes (or fours, for other bases than ten). */
export function grouped(digits: string, separator: string, by = 3): string {
  const [, whole = '', rest = ''] = /^([0-9a-fA-F]*)(.*)$/s.exec(digits) ?? [];
  const first = whole.length % by || Math.min(by, whole.length);
  const groups = [whole.slice(0, first)];
  for (let at = first; at < whole.length; at += by) groups.push(whole.slice(at, at + by));
  return groups.join(separator) + rest;
}
