import type { Json } from '../../../functions/ports/json.ts';
import { parseJsonPath, type JsonPath } from '../json-path.ts';
import { InvalidDefinition } from '../states-error.ts';

/** A parsed argument; a text keeps its `\{` and `\}` in `template`, for States.Format. */
export type Argument = { literal: Json; template?: string } | { path: JsonPath } | { call: IntrinsicCall };

/** A parsed `States.Name(argument, …)`; `text` is how it was written. */
export interface IntrinsicCall {
  name: string;
  arguments: Argument[];
  text: string;
}

interface Cursor {
  text: string;
  at: number;
}

/** Whether a template's text is an intrinsic function rather than a path. */
export function isIntrinsic(text: string): boolean {
  return /^States\.\w+\s*\(/.test(text);
}

/**
 * Reads an intrinsic function with its arguments: texts in single quotes, numbers, true, false, null, paths, and further functions.
 * Source: https://states-language.net/spec.html#intrinsic-functions
 */
export function parseIntrinsic(text: string): IntrinsicCall {
  const cursor = { text, at: 0 };
  const call = readCall(cursor);
  skipBlanks(cursor);
  if (cursor.at !== text.length) throw invalid(cursor);
  return call;
}

function readCall(cursor: Cursor): IntrinsicCall {
  const from = cursor.at;
  const name = match(cursor, /States\.\w+(?=\s*\()/y);
  if (!name) throw invalid(cursor);
  match(cursor, /\s*\(\s*/y);
  const list: Argument[] = [];
  if (match(cursor, /\)/y)) return { name, arguments: list, text: cursor.text.slice(from, cursor.at) };
  for (;;) {
    list.push(readArgument(cursor));
    if (match(cursor, /\s*,\s*/y)) continue;
    if (!match(cursor, /\s*\)/y)) throw invalid(cursor);
    return { name, arguments: list, text: cursor.text.slice(from, cursor.at) };
  }
}

function readArgument(cursor: Cursor): Argument {
  const next = cursor.text[cursor.at];
  if (next === "'") return readText(cursor);
  if (next === '$') return { path: parseJsonPath(readPathText(cursor)) };
  if (next === 'S') return { call: readCall(cursor) };
  const literal = match(cursor, /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y);
  if (!literal) throw invalid(cursor);
  return { literal: JSON.parse(literal) as Json };
}

const controls: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function readText(cursor: Cursor): Argument {
  const quoted = match(cursor, /'(?:[^'\\]|\\[^])*'/y);
  if (!quoted) throw invalid(cursor);
  const inside = quoted.slice(1, -1);
  const literal = inside.replace(/\\([^])/g, (_escape, sign: string) => controls[sign] ?? sign);
  const template = inside.replace(/\\([^])/g, (escape, sign: string) =>
    sign === '{' || sign === '}' || sign === '\\' ? escape : (controls[sign] ?? sign),
  );
  return { literal, template };
}

/** The text of a path: up to the comma, blank or bracket that ends the argument; those inside `[…]` belong to the path. */
function readPathText(cursor: Cursor): string {
  const path = match(cursor, /\$(?:[^\s,()[\]]|\[(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\]'"])*\])*/y);
  if (!path) throw invalid(cursor);
  return path;
}

function skipBlanks(cursor: Cursor): void {
  match(cursor, /\s*/y);
}

function match(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

function invalid(cursor: Cursor): InvalidDefinition {
  return new InvalidDefinition(`'${cursor.text}' is not a valid intrinsic function`);
}
