import { raise } from '../error.ts';
import { integer } from '../methods/list.ts';
import { allow, nested, spend } from '../session.ts';
import { floatRepr } from '../text/float-text.ts';
import { integerText } from '../text/integer-text.ts';
import { sorted, string } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { Markup } from '../values/markup.ts';
import { repeat } from '../values/arithmetic.ts';
import { Tuple } from '../values/tuple.ts';
import { typeName, type Value } from '../values/value.ts';
import { filter, type Filter } from './filter.ts';

interface Style {
  /** What one level is indented by; undefined = all on one line. */
  indent: string | undefined;
  open: Set<object>;
}

function quote(characters: string): string {
  return JSON.stringify(characters).replace(
    /[\x7f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function scalar(value: Value): string | undefined {
  const characters = string(value);
  if (characters !== undefined) return quote(characters).replaceAll('\\u007f', '\x7f');
  if (value === null) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'bigint') return integerText(value);
  return typeof value === 'number' ? floatText(value) : undefined;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity';
  return floatRepr(value);
}

function dump(value: Value, style: Style, level: number): string {
  spend();
  const plain = scalar(value);
  if (plain !== undefined) return plain;
  if (value instanceof Dict)
    return wrap(
      within(value, style, () => members(value, style, level)),
      style,
      { brackets: '{}', level },
    );
  const items = value instanceof Tuple ? value.items : value;
  if (!Array.isArray(items)) return raise('TypeError', `Object of type ${typeName(value)} is not JSON serializable`);
  const parts = within(items, style, () => items.map((item) => dump(item, style, level + 1)));
  return wrap(parts, style, { brackets: '[]', level });
}

function members(dict: Dict, style: Style, level: number): string[] {
  const entries = sorted([...dict.entries()], ([key]) => key);
  return entries.map(([key, value]) => `${keyText(key)}: ${dump(value, style, level + 1)}`);
}

function keyText(key: Value): string {
  const plain = scalar(key);
  if (plain === undefined)
    return raise('TypeError', `keys must be str, int, float, bool or None, not ${typeName(key)}`);
  return string(key) === undefined ? `"${plain}"` : plain;
}

/** The parts of a container, which must not be within itself. */
function within(container: object, { open }: Style, parts: () => string[]): string[] {
  if (open.has(container)) raise('ValueError', 'Circular reference detected');
  open.add(container);
  const all = nested(parts);
  open.delete(container);
  return all;
}

function wrap(all: string[], style: Style, { brackets, level }: { brackets: string; level: number }): string {
  allow(all.reduce((total, part) => total + part.length + 2, 0));
  if (all.length === 0 || style.indent === undefined) return brackets.charAt(0) + all.join(', ') + brackets.charAt(1);
  const margin = `\n${style.indent.repeat(level + 1)}`;
  return `${brackets.charAt(0)}${margin}${all.join(`,${margin}`)}\n${style.indent.repeat(level)}${brackets.charAt(1)}`;
}

/** Jinja2's `tojson`: json.dumps with sorted keys, safe within HTML. */
function toJson(value: Value, indent: Value): Markup {
  const margin = indent === null ? undefined : (string(indent) ?? repeat(' ', integer(indent)));
  const plain = dump(value, { indent: margin, open: new Set() }, 0);
  return new Markup(
    plain.replaceAll('<', '\\u003c').replaceAll('>', '\\u003e').replaceAll('&', '\\u0026').replaceAll("'", '\\u0027'),
  );
}

/** Filters that write data. */
export const jsonFilters: Filter[] = [
  filter({ name: 'do_tojson', required: ['value'], optional: { indent: null } }, ([value, indent]) =>
    toJson(value, indent),
  ),
];
