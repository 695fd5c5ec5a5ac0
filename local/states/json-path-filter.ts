import type { Json } from '../../functions/ports/json.ts';
import { matches } from './json-path-read.ts';
import type { JsonPath } from './json-path.ts';
import { InvalidDefinition } from './states-error.ts';

/** Whether a member stays, in `[?(@.price < 10 && !@.sold)]`. */
export type Filter = (member: Json) => boolean;

type ParsePath = (text: string) => JsonPath;
type Operand = (member: Json) => Json | undefined;

interface Tokens {
  list: string[];
  at: number;
  parsePath: ParsePath;
  source: string;
}

const token =
  /\s*(\|\||&&|==|!=|<=|>=|<|>|!|\(|\)|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|@(?:\.\.?[\w*-]+|\[(?:'[^']*'|"[^"]*"|[^\]'"]*)\])*)\s*/y;

/** Reads the expression of a filter; comparisons, `&&`, `||`, `!`, brackets and existence are known. */
export function parseFilter(source: string, parsePath: ParsePath): Filter {
  const tokens = { list: tokenize(source), at: 0, parsePath, source };
  const filter = readOr(tokens);
  if (tokens.at < tokens.list.length) throw unknownFilter(source);
  return filter;
}

function tokenize(source: string): string[] {
  const list: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const found = token.exec(source)?.[1];
    if (!found) throw unknownFilter(source);
    list.push(found);
  }
  return list;
}

function readOr(tokens: Tokens): Filter {
  const left = readAnd(tokens);
  if (!takeToken(tokens, '||')) return left;
  const right = readOr(tokens);
  return (member) => left(member) || right(member);
}

function readAnd(tokens: Tokens): Filter {
  const left = readTerm(tokens);
  if (!takeToken(tokens, '&&')) return left;
  const right = readAnd(tokens);
  return (member) => left(member) && right(member);
}

function readTerm(tokens: Tokens): Filter {
  if (takeToken(tokens, '!')) {
    const term = readTerm(tokens);
    return (member) => !term(member);
  }
  if (takeToken(tokens, '(')) {
    const inner = readOr(tokens);
    if (!takeToken(tokens, ')')) throw unknownFilter(tokens.source);
    return inner;
  }
  const left = readOperand(tokens);
  const compare = comparisons[tokens.list[tokens.at] ?? ''];
  if (!compare) return (member) => left(member) !== undefined;
  tokens.at += 1;
  const right = readOperand(tokens);
  return (member) => compare(left(member), right(member));
}

function readOperand(tokens: Tokens): Operand {
  const text = tokens.list[tokens.at];
  tokens.at += 1;
  if (text === undefined) throw unknownFilter(tokens.source);
  if (text.startsWith('@')) {
    const { segments } = tokens.parsePath(`$${text.slice(1)}`);
    return (member) => matches(segments, member)[0];
  }
  const literal = readLiteral(text, tokens.source);
  return () => literal;
}

function readLiteral(text: string, source: string): Json {
  if (text.startsWith("'") || text.startsWith('"')) return text.slice(1, -1).replace(/\\(.)/g, '$1');
  if (!/^(?:-?\d|true$|false$|null$)/.test(text)) throw unknownFilter(source);
  return JSON.parse(text) as Json;
}

type Comparison = (left: Json | undefined, right: Json | undefined) => boolean;

const comparisons: Record<string, Comparison> = {
  '==': (left, right) => left !== undefined && left === right,
  '!=': (left, right) => left !== right,
  '<': ordered((left, right) => left < right),
  '<=': ordered((left, right) => left <= right),
  '>': ordered((left, right) => left > right),
  '>=': ordered((left, right) => left >= right),
};

function ordered(holds: (left: number | string, right: number | string) => boolean): Comparison {
  return (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return holds(left, right);
    return typeof left === 'string' && typeof right === 'string' && holds(left, right);
  };
}

function takeToken(tokens: Tokens, expected: string): boolean {
  if (tokens.list[tokens.at] !== expected) return false;
  tokens.at += 1;
  return true;
}

function unknownFilter(source: string): InvalidDefinition {
  return new InvalidDefinition(`The filter '${source}' is not supported`);
}
