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
  if (alternate && precision === 0) return `${digits}.e${exponentText(exponent)}`;
  return scientific(digits, exponent);
}

function generalDigits(value: number, precision: number, alternate: boolean): string {
  const count = Math.max(precision, 1);
  const { digits, exponent } = significant(value, count);
  if (exponent < -4 || exponent >= count)
    return scientific(alternate ? digits : digits.replace(/0+$/, '') || '0', exponent);
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
