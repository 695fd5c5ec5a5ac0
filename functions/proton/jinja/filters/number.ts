import { raise } from '../error.ts';
import { scaled } from '../text/float-text.ts';
import { fixed } from '../text/float-text.ts';
import { asciiDigits, parseInteger } from '../text/integer-text.ts';
import { trim } from '../text/space.ts';
import { operate, toFloat } from '../values/arithmetic.ts';
import { number, string } from '../values/compare.ts';
import { truth } from '../values/iterate.ts';
import { repr } from '../values/repr.ts';
import { Undefined } from '../values/undefined.ts';
import { integer } from '../methods/list.ts';
import { typeName, type Value } from '../values/value.ts';
import { filter, type Filter } from './filter.ts';

const decimal = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;

/** Python's `float(value)`; undefined = a str that is no number, or another type. */
function toNumber(value: Value): number | undefined {
  const given = number(value);
  if (given !== undefined) return toFloat(given);
  const characters = string(value);
  if (characters === undefined) return undefined;
  const source = asciiDigits(trim(characters));
  if (decimal.test(source)) return Number(source.replaceAll('_', ''));
  const word = /^([+-]?)(inf|infinity|nan)$/i.exec(source);
  if (word === null) return undefined;
  const size = word[2]?.toLowerCase() === 'nan' ? NaN : Infinity;
  return word[1] === '-' ? -size : size;
}

function toInteger(value: Value, fallback: Value, base: Value): Value {
  if (value instanceof Undefined) return value.fail();
  const characters = string(value);
  const direct = characters === undefined ? number(value) : parseInteger(trim(characters), Number(integer(base)));
  if (typeof direct === 'bigint') return direct;
  const float = typeof direct === 'number' ? direct : toNumber(value);
  if (typeof direct === 'number' && !Number.isFinite(direct) && !Number.isNaN(direct))
    return raise('OverflowError', 'cannot convert float infinity to integer');
  return float === undefined || !Number.isFinite(float) ? fallback : BigInt(Math.trunc(float));
}

function toFloatOr(value: Value, fallback: Value): Value {
  if (value instanceof Undefined) return value.fail();
  return toNumber(value) ?? fallback;
}

function absolute(value: Value): Value {
  if (value instanceof Undefined) return raise('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
  const given = number(value);
  if (given === undefined) return raise('TypeError', `bad operand type for abs(): '${typeName(value)}'`);
  return typeof given === 'bigint' ? (given < 0n ? -given : given) : Math.abs(given);
}

function round(value: Value, precision: Value, method: Value): Value {
  if (method !== 'common' && method !== 'ceil' && method !== 'floor')
    return raise('FilterArgumentError', 'method must be common, ceil or floor');
  if (value instanceof Undefined)
    return method === 'common'
      ? raise('TypeError', `type ${typeName(value)} doesn't define __round__ method`)
      : value.fail();
  if (method === 'common') return roundHalfEven(value, precision);
  const scale = operate('**', 10n, precision);
  const product = number(operate('*', value, scale));
  if (product === undefined) return raise('TypeError', `must be real number, not ${typeName(value)}`);
  const whole =
    typeof product === 'bigint'
      ? product
      : BigInt(finite(method === 'ceil' ? Math.ceil(product) : Math.floor(product)));
  return operate('/', whole, scale);
}

function finite(value: number): number {
  if (Number.isNaN(value)) raise('ValueError', 'cannot convert float NaN to integer');
  return Number.isFinite(value) ? value : raise('OverflowError', 'cannot convert float infinity to integer');
}

function roundHalfEven(value: Value, precision: Value): Value {
  const given = number(value);
  if (given === undefined) return raise('TypeError', `type ${typeName(value)} doesn't define __round__ method`);
  if (precision === null) return typeof given === 'bigint' ? given : roundFloatWhole(given);
  const places = Math.max(-400, Math.min(400, Number(integer(precision))));
  return typeof given === 'bigint' ? roundInteger(given, places) : roundFloat(given, places);
}

function roundFloatWhole(value: number): bigint {
  const size = scaled(finite(value), 0);
  return value < 0 ? -size : size;
}

function roundFloat(value: number, places: number): number {
  if (!Number.isFinite(value) || places > 323) return value;
  const size = places >= 0 ? Number(fixed(value, places)) : Number(scaled(value, places)) * 10 ** -places;
  return value < 0 || Object.is(value, -0) ? -size : size;
}

function roundInteger(value: bigint, places: number): bigint {
  if (places >= 0) return value;
  const unit = 10n ** BigInt(-places);
  const size = value < 0n ? -value : value;
  const rest = size % unit;
  const isUp = rest * 2n > unit || (rest * 2n === unit && (size / unit) % 2n === 1n);
  const rounded = size - rest + (isUp ? unit : 0n);
  return value < 0n ? -rounded : rounded;
}

/** The `filesizeformat` filter. */
function fileSize(value: Value, binary: boolean): string {
  if (value instanceof Undefined) value.fail();
  const bytes = toNumber(value);
  if (bytes === undefined && string(value) === undefined)
    raise('TypeError', `float() argument must be a string or a real number, not '${typeName(value)}'`);
  if (bytes === undefined) return raise('ValueError', `could not convert string to float: ${repr(value)}`);
  const base = binary ? 1024 : 1000;
  if (bytes === 1) return '1 Byte';
  if (bytes < base) return `${BigInt(Math.trunc(finite(bytes)))} Bytes`;
  const prefixes = binary
    ? ['KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB', 'ZiB', 'YiB']
    : ['kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];
  const unitOf = (at: number) => Number(BigInt(base) ** BigInt(at + 2));
  const at = prefixes.findIndex((_, index) => bytes < unitOf(index));
  const chosen = at < 0 ? prefixes.length - 1 : at;
  const size = (base * bytes) / unitOf(chosen);
  return `${Number.isFinite(size) ? fixed(size, 1) : Number.isNaN(size) ? 'nan' : 'inf'} ${prefixes[chosen] ?? ''}`;
}

/** Filters of numbers. */
export const numberFilters: Filter[] = [
  filter({ name: 'do_int', required: ['value'], optional: { default: 0n, base: 10n } }, ([value, fallback, base]) =>
    toInteger(value, fallback, base),
  ),
  filter({ name: 'do_float', required: ['value'], optional: { default: 0 } }, ([value, fallback]) =>
    toFloatOr(value, fallback),
  ),
  filter({ name: 'do_abs', required: ['x'] }, ([value]) => absolute(value)),
  filter(
    { name: 'do_round', required: ['value'], optional: { precision: 0n, method: 'common' } },
    ([value, precision, method]) => round(value, precision, method),
  ),
  filter({ name: 'do_filesizeformat', required: ['value'], optional: { binary: false } }, ([value, binary]) =>
    fileSize(value, truth(binary)),
  ),
];
