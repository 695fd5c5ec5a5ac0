import { raise } from '../error.ts';
import { allow } from '../session.ts';
import { number, string } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { escapeText, Markup } from '../values/markup.ts';
import { repr, text } from '../values/repr.ts';
import { Tuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import { PyObject, typeName, type Value } from '../values/value.ts';
import { integerText } from './integer-text.ts';
import { layoutFloat } from './number-layout.ts';
import * as points from './points.ts';
import { codeEscape } from './string-repr.ts';

const specifier = /%(?:\(([^()]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?(.)?/gsu;

interface Conversion {
  flags: string;
  width: number;
  /** Negative = none given. */
  precision: number;
  type: string;
}

/** `template % values`; `safe`: the template is Markup, so what goes in is escaped. */
export function percentFormat(template: string, values: Value, safe = false): string {
  const source = new Source(values);
  let out = '';
  let end = 0;
  for (const match of template.matchAll(specifier)) {
    out += template.slice(end, match.index) + converted(match, source, safe);
    end = match.index + match[0].length;
    allow(out.length);
  }
  source.finish();
  return out + template.slice(end);
}

/** Where conversions take their values from: a tuple in order, a mapping by key, or one value alone. */
class Source {
  readonly #values: Value;
  readonly #items: Value[];
  #next = 0;

  constructor(values: Value) {
    this.#values = values;
    this.#items = values instanceof Tuple ? values.items : [values];
  }

  take(): Value {
    const value = this.#items[this.#next++];
    return value === undefined ? raise('TypeError', 'not enough arguments for format string') : value;
  }

  named(key: string): Value {
    if (this.#values instanceof Undefined) return this.#values.item();
    if (!(this.#values instanceof Dict)) return raise('TypeError', 'format requires a mapping');
    this.#next = this.#items.length;
    const value = this.#values.get(key);
    return value === undefined ? raise('KeyError', repr(key)) : value;
  }

  finish(): void {
    const mapping = !(this.#values instanceof Tuple) && (Array.isArray(this.#values) || isMapping(this.#values));
    if (this.#next < this.#items.length && !mapping)
      raise('TypeError', 'not all arguments converted during string formatting');
  }
}

function isMapping(value: Value): boolean {
  return value instanceof PyObject && value.subscriptable() && !(value instanceof Markup);
}

function converted(match: RegExpMatchArray, source: Source, safe: boolean): string {
  const [whole, key, flags = '', width, precision, type] = match;
  const hasPrecision = /\.[*\d]*[hlL]?.?$/su.test(whole) && whole.includes('.');
  const keyed = key === undefined ? undefined : source.named(key);
  if (type === undefined) return raise('ValueError', 'incomplete format');
  const conversion: Conversion = {
    flags,
    width: count(width, source),
    precision: hasPrecision ? count(precision, source) : -1,
    type,
  };
  if (conversion.width < 0) {
    conversion.flags += '-';
    conversion.width = -conversion.width;
  }
  if (type === '%') return '%';
  if (!'diouxXeEfFgGcrsa'.includes(type)) {
    const code = (type.codePointAt(0) ?? 0).toString(16);
    raise(
      'ValueError',
      `unsupported format character '${type}' (0x${code}) at index ${(match.index ?? 0) + whole.length - type.length}`,
    );
  }
  return padded(conversion, keyed === undefined ? source.take() : keyed, safe);
}

function count(given: string | undefined, source: Source): number {
  if (given === undefined) return 0;
  if (given !== '*') return limited(Number(given));
  const value = source.take();
  return typeof value === 'bigint' ? limited(Number(value)) : raise('TypeError', '* wants int');
}

function limited(width: number): number {
  allow(Math.abs(width));
  return width;
}

function padded(conversion: Conversion, value: Value, safe: boolean): string {
  const { flags, width, type } = conversion;
  if ('srac'.includes(type)) {
    const plain = textual(conversion, value, safe);
    const gap = ' '.repeat(Math.max(0, width - points.length(plain)));
    return flags.includes('-') ? plain + gap : gap + plain;
  }
  const { sign, prefix, digits } = numeric(conversion, value);
  const gap = Math.max(0, width - sign.length - prefix.length - digits.length);
  if (flags.includes('-')) return sign + prefix + digits + ' '.repeat(gap);
  if (flags.includes('0')) return sign + prefix + '0'.repeat(gap) + digits;
  return ' '.repeat(gap) + sign + prefix + digits;
}

function textual({ type, precision }: Conversion, value: Value, safe: boolean): string {
  let plain = type === 'c' ? character(value) : type === 's' ? text(value) : repr(value);
  if (type === 'a') plain = plain.replace(/[^\0-\x7f]/gu, codeEscape);
  if (safe && !(type === 's' && value instanceof Markup)) plain = escapeText(plain);
  return precision >= 0 && type !== 'c' ? points.cut(plain, 0, precision) : plain;
}

function character(value: Value): string {
  const given = string(value);
  if (given !== undefined && points.length(given) === 1) return given;
  const code = number(value);
  if (typeof code !== 'bigint') return raise('TypeError', '%c requires int or char');
  if (code < 0n || code > 0x10ffffn) raise('OverflowError', '%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

function numeric(conversion: Conversion, value: Value): { sign: string; prefix: string; digits: string } {
  const { flags, precision, type } = conversion;
  const layout = 'eEfFgG'.includes(type)
    ? {
        prefix: '',
        ...layoutFloat(float(value), {
          type,
          precision: precision < 0 ? 6 : precision,
          alternate: flags.includes('#'),
        }),
      }
    : integerLayout(conversion, integer(value, type));
  const plus = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
  return { ...layout, sign: layout.sign || plus };
}

function integerLayout({ flags, precision, type }: Conversion, value: bigint) {
  const size = value < 0n ? -value : value;
  const base = { o: 8, x: 16, X: 16 }[type] ?? 10;
  const digits = base === 10 ? integerText(size) : size.toString(base);
  const prefix = flags.includes('#') && base !== 10 ? `0${type}` : '';
  return {
    sign: value < 0n ? '-' : '',
    prefix,
    digits: (type === 'X' ? digits.toUpperCase() : digits).padStart(precision, '0'),
  };
}

function float(value: Value): number {
  if (value instanceof Undefined) return value.fail();
  const given = number(value);
  return given === undefined ? raise('TypeError', `must be real number, not ${typeName(value)}`) : Number(given);
}

function integer(value: Value, type: string): bigint {
  if (value instanceof Undefined && !'xXo'.includes(type)) return value.fail();
  const given = number(value);
  if (typeof given === 'bigint') return given;
  const needs = 'xXo'.includes(type) ? 'an integer is required' : 'a real number is required';
  if (given === undefined || 'xXo'.includes(type))
    return raise('TypeError', `%${type} format: ${needs}, not ${typeName(value)}`);
  if (!Number.isFinite(given))
    return raise(
      Number.isNaN(given) ? 'ValueError' : 'OverflowError',
      `cannot convert float ${Number.isNaN(given) ? 'NaN' : 'infinity'} to integer`,
    );
  return BigInt(Math.trunc(given));
}
