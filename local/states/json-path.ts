import { parseFilter, type Filter } from './json-path-filter.ts';
import { InvalidDefinition } from './states-error.ts';

/** One step of a path. */
export type Segment =
  | { kind: 'key'; key: string }
  | { kind: 'index'; index: number }
  | { kind: 'all' }
  | { kind: 'descend' }
  | { kind: 'slice'; from: number | undefined; to: number | undefined; step: number }
  | { kind: 'union'; members: (string | number)[] }
  | { kind: 'filter'; filter: Filter };

/** A parsed path: where it starts (the data, the context object `$$`, or a variable), and whether it names at most one value. */
export interface JsonPath {
  text: string;
  root: 'data' | 'context' | { variable: string };
  segments: Segment[];
  isDefinite: boolean;
}

interface Cursor {
  text: string;
  at: number;
}

const parsed = new Map<string, JsonPath>();

/**
 * Reads a path of the States Language: `$.a['b'][0]`, `$$.Task.Token`, `$variable`, with `*`, `..`, slices, unions and filters.
 * Source: https://states-language.net/spec.html#path
 */
export function parseJsonPath(text: string): JsonPath {
  const known = parsed.get(text);
  if (known) return known;
  const path = readPath(text);
  parsed.set(text, path);
  return path;
}

function readPath(text: string): JsonPath {
  const start = /^\$(?:(\$)|([A-Za-z_]\w*))?/.exec(text);
  if (!start) throw invalid(text);
  const cursor = { text, at: start[0].length };
  const segments: Segment[] = [];
  while (cursor.at < text.length) segments.push(...readSegment(cursor));
  const isDefinite = segments.every(({ kind }) => kind === 'key' || kind === 'index');
  const root = start[1] ? 'context' : start[2] ? { variable: start[2] } : 'data';
  return { text, root, segments, isDefinite };
}

function readSegment(cursor: Cursor): Segment[] {
  if (take(cursor, '..')) return [{ kind: 'descend' }, peek(cursor) === '[' ? readBracket(cursor) : readName(cursor)];
  if (take(cursor, '.')) return [peek(cursor) === '[' ? readBracket(cursor) : readName(cursor)];
  if (peek(cursor) === '[') return [readBracket(cursor)];
  throw invalid(cursor.text);
}

function readName(cursor: Cursor): Segment {
  const name = /^[^.[]+/.exec(cursor.text.slice(cursor.at))?.[0];
  if (!name) throw invalid(cursor.text);
  cursor.at += name.length;
  return name === '*' ? { kind: 'all' } : { kind: 'key', key: name };
}

function readBracket(cursor: Cursor): Segment {
  const inside = bracketContent(cursor).trim();
  if (inside === '*') return { kind: 'all' };
  if (/^-?\d+$/.test(inside)) return { kind: 'index', index: Number(inside) };
  if (inside.startsWith('?')) return { kind: 'filter', filter: parseFilter(inside.slice(1), parseJsonPath) };
  const slice = /^(-?\d*):(-?\d*)(?::(\d*))?$/.exec(inside);
  if (slice) return { kind: 'slice', from: bound(slice[1]), to: bound(slice[2]), step: bound(slice[3]) || 1 };
  const members = readMembers(inside, cursor.text);
  const [first] = members;
  if (members.length > 1 || first === undefined) return { kind: 'union', members };
  return typeof first === 'number' ? { kind: 'index', index: first } : { kind: 'key', key: first };
}

function bound(digits: string | undefined): number | undefined {
  return digits ? Number(digits) : undefined;
}

/** The members of `['a', 'b']` or `[0, 2]`. */
function readMembers(inside: string, path: string): (string | number)[] {
  const member = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(-?\d+))\s*(,|$)/y;
  const members: (string | number)[] = [];
  let next = ',';
  while (next === ',') {
    const found = member.exec(inside);
    if (!found) throw invalid(path);
    members.push(found[3] === undefined ? (found[1] ?? found[2] ?? '').replace(/\\(.)/g, '$1') : Number(found[3]));
    next = found[4] ?? '';
  }
  return members;
}

/** What stands between the bracket at the cursor and its partner; brackets in quotes do not count. */
function bracketContent(cursor: Cursor): string {
  const rest = cursor.text.slice(cursor.at);
  const token = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[[\]]/g;
  let depth = 0;
  for (let found = token.exec(rest); found; found = token.exec(rest)) {
    if (found[0] === '[') depth += 1;
    if (found[0] === ']') depth -= 1;
    if (depth > 0) continue;
    cursor.at += token.lastIndex;
    return rest.slice(1, token.lastIndex - 1);
  }
  throw invalid(cursor.text);
}

function peek(cursor: Cursor): string | undefined {
  return cursor.text[cursor.at];
}

function take(cursor: Cursor, expected: string): boolean {
  if (!cursor.text.startsWith(expected, cursor.at)) return false;
  cursor.at += expected.length;
  return true;
}

function invalid(path: string): InvalidDefinition {
  return new InvalidDefinition(`'${path}' is not a valid JSONPath`);
}
