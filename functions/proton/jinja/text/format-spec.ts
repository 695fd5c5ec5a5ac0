import { raise } from '../error.ts';
import { allow } from '../session.ts';
import { number, string } from '../values/compare.ts';
import { text } from '../values/repr.ts';
import { typeName, type Value } from '../values/value.ts';
import { floatRepr, significant } from './float-text.ts';
import { integerText } from './integer-text.ts';
import { grouped, layoutFloat, pointed, type Layout } from './number-layout.ts';
import * as points from './points.ts';

interface Spec {
  fill: string;
  align: string;
  sign: string;
  alternate: boolean;
  width: number;
  grouping: string;
  /** Negative = none given. */
  precision: number;
  type: string;
}

const grammar = /^(?:(.)?([<>=^]))?([-+ ])?z?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?(.)?$/su;

/** `format(value, spec)`: Python's format specification mini-language. */
export function formatSpec(value: Value, source: string): string {
  if (source === '') return text(value);
  const given = number(value);
  const characters = string(value);
  if (given === undefined && characters === undefined)
    return raise('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
  const spec = parse(source, value);
  if (given === undefined) return formatText(characters ?? '', spec);
  return formatNumber(given, spec, value);
}

function parse(source: string, value: Value): Spec {
  const match = grammar.exec(source);
  if (match === null)
    return raise('ValueError', `Invalid format specifier '${source}' for object of type '${typeName(value)}'`);
  const [, fill, align = '', sign = '', alternate, zero, width = '0', grouping = '', precision, type = ''] = match;
  allow(Number(width) + Number(precision ?? 0));
  const groups = grouping === ',' ? 'deEfFgG%' : 'deEfFgG%boxX';
  if (grouping !== '' && !groups.includes(type)) raise('ValueError', `Cannot specify '${grouping}' with '${type}'.`);
  const textual = string(value) !== undefined;
  if (grouping !== '' && textual) raise('ValueError', `Cannot specify '${grouping}' with 's'.`);
  return {
    fill: fill ?? (zero !== undefined ? '0' : ' '),
    align: align || (zero !== undefined && !textual ? '=' : ''),
    sign,
    alternate: alternate !== undefined,
    width: Number(width),
    grouping,
    precision: precision === undefined ? -1 : Number(precision),
    type,
  };
}

function formatText(characters: string, spec: Spec): string {
  if (spec.type !== '' && spec.type !== 's') unknown(spec.type, 'str');
  if (spec.sign !== '')
    raise('ValueError', `${spec.sign === ' ' ? 'Space' : 'Sign'} not allowed in string format specifier`);
  if (spec.align === '=') raise('ValueError', "'=' alignment not allowed in string format specifier");
  const plain = spec.precision >= 0 ? points.cut(characters, 0, spec.precision) : characters;
  return aligned(plain, { ...spec, align: spec.align || '<' });
}

function formatCharacter(code: bigint, spec: Spec): string {
  if (spec.sign !== '') raise('ValueError', "Sign not allowed with integer format specifier 'c'");
  if (spec.alternate) raise('ValueError', "Alternate form (#) not allowed with integer format specifier 'c'");
  return aligned(character(code), spec);
}

function character(code: bigint): string {
  if (code < 0n || code > 0x10ffffn) raise('OverflowError', '%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(code));
}

function unknown(type: string, of: string): never {
  return raise('ValueError', `Unknown format code '${type}' for object of type '${of}'`);
}

function aligned(plain: string, { fill, align, width }: Spec): string {
  const gap = Math.max(0, width - points.length(plain));
  const before = align === '<' ? 0 : align === '^' ? Math.floor(gap / 2) : gap;
  return fill.repeat(before) + plain + fill.repeat(gap - before);
}

function formatNumber(given: bigint | number, spec: Spec, value: Value): string {
  const floating = typeof given === 'number' || 'eEfFgG%'.includes(spec.type || 'd');
  if (floating && !'eEfFgG%n'.includes(spec.type || 'g')) unknown(spec.type, typeName(value));
  if (!floating && !'bcdoxXn'.includes(spec.type || 'd')) unknown(spec.type, typeName(value));
  if (!floating && spec.precision >= 0) raise('ValueError', 'Precision not allowed in integer format specifier');
  if (spec.type === 'c') return formatCharacter(BigInt(given), spec);
  const layout = floating ? floatLayout(Number(given), spec) : integerLayout(BigInt(given), spec);
  const sign = layout.sign || (spec.sign === '-' ? '' : spec.sign);
  const by = 'boxX'.includes(spec.type || 'd') ? 4 : 3;
  const lead = sign + prefixOf(spec, floating);
  const filled = spec.align === '=' && spec.fill === '0' && spec.grouping !== '';
  const digits = filled ? zeroFilled(layout.digits, spec, lead.length) : layout.digits;
  const body = spec.grouping === '' ? digits : grouped(digits, spec.grouping, by);
  if (spec.align !== '=') return aligned(lead + body, { ...spec, align: spec.align || '>' });
  return lead + spec.fill.repeat(Math.max(0, spec.width - lead.length - body.length)) + body;
}

/** Adds zeros before grouped digits until, with their separators, they fill the width. */
function zeroFilled(digits: string, spec: Spec, taken: number): string {
  const by = 'boxX'.includes(spec.type || 'd') ? 4 : 3;
  let out = digits;
  while (grouped(`0${out}`, spec.grouping, by).length + taken <= spec.width) out = `0${out}`;
  if (grouped(out, spec.grouping, by).length + taken < spec.width) out = `0${out}`;
  return out;
}

function prefixOf({ alternate, type }: Spec, floating: boolean): string {
  return alternate && !floating && 'boxX'.includes(type || 'd') ? `0${type}` : '';
}

function integerLayout(value: bigint, { type }: Spec): Layout {
  const size = value < 0n ? -value : value;
  const base = { b: 2, o: 8, x: 16, X: 16 }[type] ?? 10;
  const digits = base === 10 ? integerText(size) : size.toString(base);
  return { sign: value < 0n ? '-' : '', digits: type === 'X' ? digits.toUpperCase() : digits };
}

function floatLayout(value: number, spec: Spec): Layout {
  const { type, alternate } = spec;
  if (type === '') return plainFloat(value, spec);
  const precision = spec.precision < 0 ? 6 : spec.precision;
  if (type !== '%') return layoutFloat(value, { type: type === 'n' ? 'g' : type, precision, alternate });
  const { sign, digits } = layoutFloat(value * 100, { type: 'f', precision, alternate });
  return { sign, digits: `${digits}%` };
}

/** A float without a type: like repr, or like 'g' but with at least one decimal. */
function plainFloat(value: number, { precision, alternate }: Spec): Layout {
  if (!Number.isFinite(value)) return layoutFloat(value, { type: 'g', precision: 6, alternate });
  if (precision < 0) {
    const repr = floatRepr(value);
    return repr.startsWith('-') ? { sign: '-', digits: repr.slice(1) } : { sign: '', digits: repr };
  }
  const count = Math.max(precision, 1);
  const { digits, exponent } = significant(value, count);
  const layout = layoutFloat(value, { type: 'g', precision, alternate });
  if (exponent >= count - 1) {
    const kept = alternate ? digits : digits.replace(/0+$/, '') || '0';
    return { ...layout, digits: pointed(kept, exponent, alternate) };
  }
  return /[.e]/.test(layout.digits) ? layout : { ...layout, digits: `${layout.digits}.0` };
}
