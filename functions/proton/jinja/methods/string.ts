import { raise } from '../error.ts';
import { allow } from '../session.ts';
import { braceFormat } from '../text/brace-format.ts';
import * as points from '../text/points.ts';
import { string } from '../values/compare.ts';
import { Dict } from '../values/dict.ts';
import { iterate } from '../values/iterate.ts';
import { PyObject, typeName, type Value } from '../values/value.ts';
import { integer } from './list.ts';
import { method, type Method, type Methods } from './method.ts';
import { caseMethods } from './string-case.ts';
import { searchMethods } from './string-search.ts';
import { splitMethods } from './string-split.ts';

/** A str argument. */
export function characters(value: Value, what = 'argument'): string {
  return string(value) ?? raise('TypeError', `${what} must be str, not ${typeName(value)}`);
}

/** `separator.join(items)`. */
export function join(separator: string, items: Iterable<Value>, textOf: (item: Value, at: number) => string): string {
  const found: string[] = [];
  let total = 0;
  for (const item of items) {
    const part = textOf(item, found.length);
    total += part.length + separator.length;
    allow(total);
    found.push(part);
  }
  return found.join(separator);
}

function strictly(item: Value, at: number): string {
  return string(item) ?? raise('TypeError', `sequence item ${at}: expected str instance, ${typeName(item)} found`);
}

/** Pads to a width: 'left' puts the filling on the left. */
export function pad(text: string, [width, fill]: readonly Value[], side: 'left' | 'right' | 'both'): string {
  const filler = characters(fill ?? ' ');
  if (points.length(filler) !== 1) raise('TypeError', 'The fill character must be exactly one character long');
  const wide = Number(integer(width ?? 0n));
  allow(wide);
  const length = points.length(text);
  const gap = Math.max(0, wide - length);
  const half = Math.floor(gap / 2) + (gap & wide & 1);
  const before = side === 'both' ? half : side === 'left' ? gap : 0;
  return filler.repeat(before) + text + filler.repeat(gap - before);
}

function zeroFill(text: string, width: Value): string {
  const wide = Number(integer(width));
  allow(wide);
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return sign + '0'.repeat(Math.max(0, wide - points.length(text))) + text.slice(sign.length);
}

function expandTabs(text: string, size: Value): string {
  const every = Number(integer(size));
  let column = 0;
  let out = '';
  for (const character of text) {
    const gap = every > 0 ? every - (column % every) : 0;
    out += character === '\t' ? ' '.repeat(gap) : character;
    column = character === '\n' || character === '\r' ? 0 : column + (character === '\t' ? gap : 1);
    allow(out.length);
  }
  return out;
}

function translate(text: string, table: Value): string {
  let out = '';
  for (const character of text) {
    const code = BigInt(character.codePointAt(0) ?? 0);
    const found = table instanceof PyObject ? table.item(code) : undefined;
    if (found === undefined) out += character;
    else if (found !== null) out += string(found) ?? String.fromCodePoint(Number(integer(found)));
  }
  return out;
}

function makeTable(args: Value[]): Value {
  const [from = null, to, removed] = args;
  const code = (character: string) => BigInt(character.codePointAt(0) ?? 0);
  if (from instanceof Dict)
    return new Dict(
      [...from.entries()].map(([key, value]) => [typeof key === 'string' ? code(key) : key, value] as const),
    );
  const targets = [...characters(to ?? null)];
  const sources = [...characters(from)];
  if (targets.length !== sources.length)
    raise('ValueError', 'the first two maketrans arguments must have equal length');
  const table = new Dict(sources.map((source, at) => [code(source), code(targets[at] ?? '')] as const));
  for (const character of removed === undefined ? '' : characters(removed)) table.set(code(character), null);
  return table;
}

/** `str.format` of a str, or of Markup when `safe`. */
export function format(safe: boolean): Method<string> {
  return (self, args, kwargs) => braceFormat(self, { positional: args, named: (name) => kwargs.get(name), safe });
}

/** `str.format_map` of a str, or of Markup when `safe`. */
export function formatMap(safe: boolean): Method<string> {
  return (self, [mapping]) =>
    braceFormat(self, {
      positional: [],
      named: (name) => (mapping instanceof Dict ? mapping.get(name) : undefined),
      safe,
    });
}

/** What a str can do. */
export const stringMethods: Methods<string> = new Map([
  ...caseMethods,
  ...searchMethods,
  ...splitMethods,
  ['format', format(false)] as const,
  ['format_map', formatMap(false)] as const,
  ['maketrans', (_: string, args: Value[]) => makeTable(args)] as const,
  method<string>({ name: 'join', required: ['iterable'] }, (text, [items]) => join(text, iterate(items), strictly)),
  method<string>({ name: 'center', required: ['width'], optional: { fillchar: ' ' } }, (text, args) =>
    pad(text, args, 'both'),
  ),
  method<string>({ name: 'ljust', required: ['width'], optional: { fillchar: ' ' } }, (text, args) =>
    pad(text, args, 'right'),
  ),
  method<string>({ name: 'rjust', required: ['width'], optional: { fillchar: ' ' } }, (text, args) =>
    pad(text, args, 'left'),
  ),
  method<string>({ name: 'zfill', required: ['width'] }, (text, [width]) => zeroFill(text, width)),
  method<string>({ name: 'expandtabs', optional: { tabsize: 8n } }, (text, [size]) => expandTabs(text, size)),
  method<string>({ name: 'translate', required: ['table'] }, (text, [table]) => translate(text, table)),
]);
