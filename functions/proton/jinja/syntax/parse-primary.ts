import type { CallArguments, Expression } from './nodes.ts';
import { parseExpression, parseTuple } from './parse-expression.ts';
import type { TokenStream } from './token-stream.ts';

const constants = new Map([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['none', null],
  ['None', null],
]);

/** A name, a literal, or something in brackets. */
export function parsePrimary(stream: TokenStream, namespace = false): Expression {
  const { type, value } = stream.current;
  if (type === 'name') return parseName(stream, namespace);
  if (type === 'string') return parseStrings(stream);
  if (type === 'integer' || type === 'float') return { kind: 'const', at: stream.next().at, value };
  if (type === 'lparen') return stream.deeper(() => parseParenthesis(stream));
  if (type === 'lbracket') return stream.deeper(() => parseList(stream));
  if (type === 'lbrace') return stream.deeper(() => parseDict(stream));
  return stream.fail(`unexpected '${stream.describeCurrent()}'`);
}

function parseName(stream: TokenStream, namespace: boolean): Expression {
  const { at, value } = stream.next();
  const name = String(value);
  const constant = constants.get(name);
  if (constant !== undefined) return { kind: 'const', at, value: constant };
  if (!namespace || !stream.skip('dot')) return { kind: 'name', at, name };
  return { kind: 'attributeOfNamespace', at, name, attribute: String(stream.expect('name').value) };
}

function parseStrings(stream: TokenStream): Expression {
  const { at } = stream.current;
  let value = '';
  while (stream.is('string')) value += String(stream.next().value);
  return { kind: 'const', at, value };
}

function parseParenthesis(stream: TokenStream): Expression {
  stream.expect('lparen');
  const inner = parseTuple(stream, { bracketed: true });
  stream.expect('rparen');
  return inner;
}

function parseList(stream: TokenStream): Expression {
  const { at } = stream.expect('lbracket');
  const items: Expression[] = [];
  while (!stream.is('rbracket')) {
    if (items.length > 0) stream.expect('comma');
    if (!stream.is('rbracket')) items.push(parseExpression(stream));
  }
  stream.next();
  return { kind: 'list', at, items };
}

function parseDict(stream: TokenStream): Expression {
  const { at } = stream.expect('lbrace');
  const items: { key: Expression; value: Expression }[] = [];
  while (!stream.is('rbrace')) {
    if (items.length > 0) stream.expect('comma');
    if (stream.is('rbrace')) break;
    const key = parseExpression(stream);
    stream.expect('colon');
    items.push({ key, value: parseExpression(stream) });
  }
  stream.next();
  return { kind: 'dict', at, items };
}

/** What follows a value: attributes, items, slices and calls. */
export function parsePostfix(stream: TokenStream, start: Expression): Expression {
  let node = start;
  while (true) {
    const { at } = stream.current;
    if (stream.is('dot')) node = parseDot(stream, node);
    else if (stream.is('lbracket')) node = parseSubscript(stream, node);
    else if (stream.is('lparen')) node = { kind: 'call', at, callee: node, ...parseArguments(stream) };
    else return node;
  }
}

function parseDot(stream: TokenStream, of: Expression): Expression {
  const { at } = stream.next();
  const { type, value, at: place } = stream.next();
  if (type === 'name') return { kind: 'attribute', at, of, name: String(value) };
  if (type !== 'integer') stream.fail('expected name or number', place);
  return { kind: 'item', at, of, key: { kind: 'const', at, value } };
}

function parseSubscript(stream: TokenStream, of: Expression): Expression {
  const { at } = stream.expect('lbracket');
  const keys: (Expression | Slice)[] = [];
  while (!stream.is('rbracket')) {
    if (keys.length > 0) stream.expect('comma');
    keys.push(parseSubscribed(stream));
  }
  stream.next();
  const [first] = keys;
  if (keys.length === 1 && first !== undefined)
    return 'slice' in first ? { kind: 'slice', at, of, slice: first.slice } : { kind: 'item', at, of, key: first };
  const items = keys.map((key) =>
    'slice' in key ? stream.fail('slices within a tuple of keys are not supported', at) : key,
  );
  return { kind: 'item', at, of, key: { kind: 'tuple', at, items } };
}

interface Slice {
  slice: Record<'start' | 'stop' | 'step', Expression | undefined>;
}

function parseSubscribed(stream: TokenStream): Expression | Slice {
  const start = stream.is('colon') ? undefined : parseExpression(stream);
  if (start !== undefined && !stream.is('colon')) return start;
  stream.expect('colon');
  const bound = () =>
    ['colon', 'rbracket', 'comma'].includes(stream.current.type) ? undefined : parseExpression(stream);
  const stop = bound();
  const step = stream.skip('colon') ? bound() : undefined;
  return { slice: { start, stop, step } };
}

/** The arguments of a call, in parentheses. */
function parseArguments(stream: TokenStream): CallArguments {
  const { at } = stream.expect('lparen');
  const call: CallArguments = { args: [], kwargs: [] };
  let first = true;
  while (!stream.is('rparen')) {
    if (!first) stream.expect('comma');
    if (!first && stream.is('rparen')) break;
    if (!parseArgument(stream, call)) stream.fail('invalid syntax for function call expression', at);
    first = false;
  }
  stream.next();
  return call;
}

function parseArgument(stream: TokenStream, call: CallArguments): boolean {
  if (stream.is('mul')) {
    if (call.spread !== undefined || call.keywords !== undefined) return false;
    stream.next();
    call.spread = parseExpression(stream);
    return true;
  }
  if (call.keywords !== undefined) return false;
  if (stream.skip('pow')) {
    call.keywords = parseExpression(stream);
    return true;
  }
  return parsePlainArgument(stream, call);
}

function parsePlainArgument(stream: TokenStream, call: CallArguments): boolean {
  if (stream.is('name') && stream.look().type === 'assign') {
    const key = String(stream.next().value);
    stream.next();
    call.kwargs.push({ key, value: parseExpression(stream) });
    return true;
  }
  if (call.spread !== undefined || call.kwargs.length > 0) return false;
  call.args.push(parseExpression(stream));
  return true;
}

/** Filters, tests and calls after a value. */
export function parseFilters(stream: TokenStream, start: Expression): Expression {
  let node = start;
  while (true) {
    const { at } = stream.current;
    if (stream.skip('pipe')) node = parseFilter(stream, node);
    else if (stream.isName('is')) node = parseTest(stream, node);
    else if (stream.is('lparen')) node = { kind: 'call', at, callee: node, ...parseArguments(stream) };
    else return node;
  }
}

/** A filter after its `|`, and those that follow it within a filter block. */
export function parseFilter(stream: TokenStream, of: Expression | undefined): Expression {
  const { at } = stream.current;
  const name = dotted(stream);
  const call = stream.is('lparen') ? parseArguments(stream) : { args: [], kwargs: [] };
  return { kind: 'filter', at, name, of, ...call };
}

function dotted(stream: TokenStream): string {
  let name = String(stream.expect('name').value);
  while (stream.skip('dot')) name += `.${String(stream.expect('name').value)}`;
  return name;
}

function parseTest(stream: TokenStream, of: Expression): Expression {
  const { at } = stream.next();
  const negated = stream.skip('name', 'not');
  const name = dotted(stream);
  const test: Expression = { kind: 'test', at, name, of, ...parseTestArguments(stream) };
  return negated ? { kind: 'not', at, operand: test } : test;
}

function parseTestArguments(stream: TokenStream): CallArguments {
  if (stream.is('lparen')) return parseArguments(stream);
  const startsValue = ['name', 'string', 'integer', 'float', 'lbracket', 'lbrace'].includes(stream.current.type);
  if (!startsValue || stream.isName('else', 'or', 'and')) return { args: [], kwargs: [] };
  if (stream.isName('is')) stream.fail('You cannot chain multiple tests with is');
  return { args: [parsePostfix(stream, parsePrimary(stream))], kwargs: [] };
}
