import type { Operator } from '../values/arithmetic.ts';
import type { Comparison, Expression } from './nodes.ts';
import { parsePostfix, parsePrimary, parseFilters } from './parse-primary.ts';
import type { TokenStream } from './token-stream.ts';

/** An expression; `conditional` = with `a if b else c`. */
export function parseExpression(stream: TokenStream, conditional = true): Expression {
  return stream.deeper(() => (conditional ? parseCondition(stream) : parseOr(stream)));
}

function parseCondition(stream: TokenStream): Expression {
  const { at } = stream.current;
  let yes = parseOr(stream);
  while (stream.skip('name', 'if')) {
    const test = parseOr(stream);
    const no = stream.skip('name', 'else') ? stream.deeper(() => parseCondition(stream)) : undefined;
    yes = { kind: 'condition', at, test, yes, no };
  }
  return yes;
}

function parseOr(stream: TokenStream): Expression {
  const { at } = stream.current;
  let left = parseAnd(stream);
  while (stream.skip('name', 'or')) left = { kind: 'or', at, left, right: parseAnd(stream) };
  return left;
}

function parseAnd(stream: TokenStream): Expression {
  const { at } = stream.current;
  let left = parseNot(stream);
  while (stream.skip('name', 'and')) left = { kind: 'and', at, left, right: parseNot(stream) };
  return left;
}

function parseNot(stream: TokenStream): Expression {
  const { at } = stream.current;
  if (!stream.skip('name', 'not')) return parseCompare(stream);
  return { kind: 'not', at, operand: stream.deeper(() => parseNot(stream)) };
}

const comparing = new Map<string, Comparison['operator']>([
  ['eq', '=='],
  ['ne', '!='],
  ['lt', '<'],
  ['lteq', '<='],
  ['gt', '>'],
  ['gteq', '>='],
]);

function parseCompare(stream: TokenStream): Expression {
  const { at } = stream.current;
  const left = parseSum(stream);
  const comparisons: Comparison[] = [];
  for (let operator = comparison(stream); operator !== undefined; operator = comparison(stream))
    comparisons.push({ operator, right: parseSum(stream) });
  return comparisons.length === 0 ? left : { kind: 'compare', at, left, comparisons };
}

function comparison(stream: TokenStream): Comparison['operator'] | undefined {
  const operator = comparing.get(stream.current.type);
  if (operator !== undefined) stream.next();
  if (operator !== undefined) return operator;
  if (stream.skip('name', 'in')) return 'in';
  if (!stream.isName('not') || stream.look().type !== 'name' || stream.look().value !== 'in') return undefined;
  stream.next();
  stream.next();
  return 'not in';
}

const sums = new Map<string, Operator>([
  ['add', '+'],
  ['sub', '-'],
]);
const products = new Map<string, Operator>([
  ['mul', '*'],
  ['div', '/'],
  ['floordiv', '//'],
  ['mod', '%'],
]);
const powers = new Map<string, Operator>([['pow', '**']]);

type Parse = (stream: TokenStream) => Expression;

function binary(operators: Map<string, Operator>, parse: Parse): Parse {
  return (stream) => {
    let left = parse(stream);
    for (let sign = operators.get(stream.current.type); sign !== undefined; sign = operators.get(stream.current.type)) {
      const { at } = stream.next();
      left = { kind: 'binary', at, operator: sign, left, right: parse(stream) };
    }
    return left;
  };
}

const parseProduct = binary(products, binary(powers, parseSigned));
const parseSum = binary(sums, parseConcat);

function parseConcat(stream: TokenStream): Expression {
  const { at } = stream.current;
  const parts = [parseProduct(stream)];
  while (stream.skip('tilde')) parts.push(parseProduct(stream));
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'concat', at, parts };
}

function parseSigned(stream: TokenStream): Expression {
  return parseFilters(stream, parsePostfix(stream, parseUnary(stream)));
}

function parseUnary(stream: TokenStream): Expression {
  const { at, type } = stream.current;
  if (type !== 'sub' && type !== 'add') return parsePrimary(stream);
  stream.next();
  const operand = stream.deeper(() => parsePostfix(stream, parseUnary(stream)));
  return { kind: 'unary', at, operator: type === 'sub' ? '-' : '+', operand };
}

/** How far a row of expressions without brackets goes. */
export interface TupleOptions {
  /** Each item is a full expression with `if`, one without, or only a primary (an assignment's target). */
  items?: 'conditional' | 'plain' | 'primary';
  /** Within brackets, so it may be empty. */
  bracketed?: boolean;
  /** Targets may be attributes of a namespace. */
  namespace?: boolean;
}

/** An expression, or a tuple when a comma follows. */
export function parseTuple(stream: TokenStream, options: TupleOptions = {}): Expression {
  const { items: style = 'conditional', bracketed = false, namespace = false } = options;
  const { at } = stream.current;
  const items: Expression[] = [];
  let isTuple = false;
  while (true) {
    if (items.length > 0) stream.expect('comma');
    if (['variable_end', 'block_end', 'rparen'].includes(stream.current.type)) break;
    items.push(
      style === 'primary' ? parsePrimary(stream, namespace) : parseExpression(stream, style === 'conditional'),
    );
    if (!stream.is('comma')) break;
    isTuple = true;
  }
  const [only] = items;
  if (!isTuple && only !== undefined) return only;
  if (!isTuple && !bracketed) stream.fail(`Expected an expression, got '${stream.describeCurrent()}'`);
  return { kind: 'tuple', at, items };
}
