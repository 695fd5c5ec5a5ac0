import { raise } from '../error.ts';
import { allow } from '../session.ts';
import { escapeText, Markup } from '../values/markup.ts';
import { getAttribute, getItem } from '../values/attributes.ts';
import { repr, text } from '../values/repr.ts';
import type { Value } from '../values/value.ts';
import { formatSpec } from './format-spec.ts';

/** Where the fields of a format string find their values. */
export interface Fields {
  positional: Value[];
  named: (name: string) => Value | undefined;
  /** The format string is Markup, so what goes in is escaped. */
  safe: boolean;
}

/** `template.format(...)`; attributes and items are looked up as the template itself may (never a host's). */
export function braceFormat(template: string, fields: Fields): string {
  return new Formatter(fields).run(template, 2);
}

class Formatter {
  readonly #fields: Fields;
  #automatic = 0;
  #manual = false;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  run(template: string, depth: number): string {
    if (depth < 0) raise('ValueError', 'Max string recursion exceeded');
    let out = '';
    let at = 0;
    while (at < template.length) {
      const brace = template.slice(at).search(/[{}]/);
      if (brace < 0) break;
      out += template.slice(at, at + brace);
      at += brace;
      const character = template.charAt(at);
      if (template.charAt(at + 1) === character) {
        out += character;
        at += 2;
        continue;
      }
      if (character === '}') raise('ValueError', "Single '}' encountered in format string");
      const end = closing(template, at);
      out += this.#field(template.slice(at + 1, end), depth);
      allow(out.length);
      at = end + 1;
    }
    return out + template.slice(at);
  }

  #field(source: string, depth: number): string {
    const [, name = '', conversion, spec = ''] =
      /^((?:\[[^\]]*\]|[^:!])*)(?:!([^:]*))?(?::(.*))?$/su.exec(source) ?? [];
    const value = convert(this.#value(name), conversion);
    const format = this.run(spec, depth - 1);
    if (!this.#fields.safe) return formatSpec(value, format);
    return value instanceof Markup && format === '' ? value.characters : escapeText(formatSpec(value, format));
  }

  #value(name: string): Value {
    const first = /^[^.[]*/.exec(name)?.[0] ?? '';
    let value = this.#first(first);
    const rest = name.slice(first.length);
    for (const [, attribute, index] of rest.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g))
      value = attribute !== undefined ? getAttribute(value, attribute) : getItem(value, indexOf(index ?? ''));
    return value;
  }

  #first(name: string): Value {
    if (name === '') {
      if (this.#manual)
        raise('ValueError', 'cannot switch from manual field specification to automatic field numbering');
      return this.#positional(this.#automatic++);
    }
    if (!/^\d+$/.test(name)) return this.#named(name);
    if (this.#automatic > 0)
      raise('ValueError', 'cannot switch from manual field specification to automatic field numbering');
    this.#manual = true;
    return this.#positional(Number(name));
  }

  #named(name: string): Value {
    const value = this.#fields.named(name);
    return value === undefined ? raise('KeyError', repr(name)) : value;
  }

  #positional(at: number): Value {
    const value = this.#fields.positional[at];
    return value === undefined
      ? raise('IndexError', `Replacement index ${at} out of range for positional args tuple`)
      : value;
  }
}

function indexOf(source: string): Value {
  return /^\d+$/.test(source) ? BigInt(source) : source;
}

function closing(template: string, open: number): number {
  let depth = 0;
  for (let at = open; at < template.length; at++) {
    const character = template.charAt(at);
    if (character === '{') depth++;
    if (character === '}' && --depth === 0) return at;
  }
  return raise(
    'ValueError',
    open === template.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

function convert(value: Value, conversion: string | undefined): Value {
  if (conversion === undefined) return value;
  if (conversion === 's') return text(value);
  if (conversion === 'r' || conversion === 'a') return repr(value);
  return raise('ValueError', `Unknown conversion specifier ${conversion || 'None'}`);
}
