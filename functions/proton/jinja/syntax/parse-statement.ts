import { stringRepr } from '../text/string-repr.ts';
import type { Expression, ExpressionOf, Parameters, Statement, StatementOf, Target } from './nodes.ts';
import { parseExpression, parseTuple } from './parse-expression.ts';
import { parseFilter } from './parse-primary.ts';
import { parseBlock, parseExtends, parseFrom, parseImport, parseInclude } from './parse-template-tags.ts';
import { failUnknown, parseBody } from './parse-body.ts';
import type { TokenStream } from './token-stream.ts';

type Parse = (stream: TokenStream, at: number) => Statement | Statement[];

const tags = new Map<string, Parse>([
  ['for', parseFor],
  ['if', parseIf],
  ['set', parseSet],
  ['with', parseWith],
  ['macro', parseMacro],
  ['call', parseCallBlock],
  ['filter', parseFilterBlock],
  ['print', parsePrint],
  ['autoescape', parseAutoescape],
  ['block', parseBlock],
  ['extends', parseExtends],
  ['include', parseInclude],
  ['import', parseImport],
  ['from', parseFrom],
]);

/** The statement of a `{% tag %}`, after its begin. */
export function parseStatement(stream: TokenStream): Statement[] {
  const { type, value, at } = stream.current;
  if (type !== 'name') stream.fail('tag name expected');
  const tag = String(value);
  const parse = tags.get(tag);
  if (parse === undefined) return failUnknown(stream, tag);
  stream.tags.push(tag);
  stream.next();
  const parsed = parse(stream, at);
  stream.tags.pop();
  return Array.isArray(parsed) ? parsed : [parsed];
}

function isTarget(node: Expression): node is Target {
  return node.kind === 'tuple'
    ? node.items.every(isTarget)
    : node.kind === 'name' || node.kind === 'attributeOfNamespace';
}

function parseTarget(stream: TokenStream, options: { namespace?: boolean } = {}): Target {
  const target = parseTuple(stream, { ...options, items: 'primary' });
  if (!isTarget(target)) return stream.fail(`can't assign to ${stringRepr(target.kind)}`, target.at);
  return target;
}

/** A name that is assigned to. */
export function parseTargetName(stream: TokenStream): { name: string; at: number } {
  const { value, at } = stream.expect('name');
  const name = String(value);
  if (['true', 'false', 'none', 'True', 'False', 'None'].includes(name)) stream.fail("can't assign to 'const'", at);
  return { name, at };
}

function parseFor(stream: TokenStream, at: number): Statement {
  const target = parseTarget(stream);
  stream.expect('name', 'in');
  const items = parseTuple(stream, { items: 'plain' });
  const test = stream.skip('name', 'if') ? parseExpression(stream) : undefined;
  const recursive = stream.skip('name', 'recursive');
  const body = parseBody(stream, ['endfor', 'else']);
  const otherwise = stream.next().value === 'else' ? parseBody(stream, ['endfor'], true) : [];
  return { kind: 'for', at, target, items, body, otherwise, test, recursive };
}

function parseIf(stream: TokenStream, at: number): Statement {
  const node: StatementOf<'if'> = { kind: 'if', at, branches: [], otherwise: [] };
  while (true) {
    const test = parseTuple(stream, { items: 'plain' });
    node.branches.push({ test, body: parseBody(stream, ['elif', 'else', 'endif']) });
    const { value } = stream.next();
    if (value === 'elif') continue;
    if (value === 'else') node.otherwise = parseBody(stream, ['endif'], true);
    return node;
  }
}

function parseSet(stream: TokenStream, at: number): Statement {
  const target = parseTarget(stream, { namespace: true });
  if (stream.skip('assign')) return { kind: 'set', at, target, value: parseTuple(stream) };
  let filter: Expression | undefined;
  while (stream.skip('pipe')) filter = parseFilter(stream, filter);
  return { kind: 'setBlock', at, target, filter, body: parseBody(stream, ['endset'], true) };
}

function parseWith(stream: TokenStream, at: number): Statement {
  const targets: Target[] = [];
  const values: Expression[] = [];
  while (!stream.is('block_end')) {
    if (targets.length > 0) stream.expect('comma');
    targets.push(parseTarget(stream));
    stream.expect('assign');
    values.push(parseExpression(stream));
  }
  return { kind: 'with', at, targets, values, body: parseBody(stream, ['endwith'], true) };
}

function parseParameters(stream: TokenStream): Parameters {
  const names: string[] = [];
  const defaults: Expression[] = [];
  stream.expect('lparen');
  while (!stream.is('rparen')) {
    if (names.length > 0) stream.expect('comma');
    const { name } = parseTargetName(stream);
    if (stream.skip('assign')) defaults.push(parseExpression(stream));
    else if (defaults.length > 0) stream.fail('non-default argument follows default argument');
    if (names.includes(name)) stream.fail(`duplicate argument ${stringRepr(name)} in function definition`);
    names.push(name);
  }
  stream.next();
  return { names, defaults };
}

function parseMacro(stream: TokenStream, at: number): Statement {
  const { name } = parseTargetName(stream);
  return { kind: 'macro', at, name, ...parseParameters(stream), body: parseBody(stream, ['endmacro'], true) };
}

function parseCallBlock(stream: TokenStream, at: number): Statement {
  const parameters = stream.is('lparen') ? parseParameters(stream) : { names: [], defaults: [] };
  const call: Expression = parseExpression(stream);
  if (!isCall(call)) return stream.fail('expected call', at);
  return { kind: 'callBlock', at, call, ...parameters, body: parseBody(stream, ['endcall'], true) };
}

function isCall(node: Expression): node is ExpressionOf<'call'> {
  return node.kind === 'call';
}

function parseFilterBlock(stream: TokenStream, at: number): Statement {
  let filter = parseFilter(stream, undefined);
  while (stream.skip('pipe')) filter = parseFilter(stream, filter);
  return { kind: 'filterBlock', at, filter, body: parseBody(stream, ['endfilter'], true) };
}

function parsePrint(stream: TokenStream): Statement[] {
  const outputs: Statement[] = [];
  while (!stream.is('block_end')) {
    if (outputs.length > 0) stream.expect('comma');
    const value = parseExpression(stream);
    outputs.push({ kind: 'output', at: value.at, value });
  }
  return outputs;
}

function parseAutoescape(stream: TokenStream, at: number): Statement {
  const option = parseExpression(stream);
  return { kind: 'scope', at, option, body: parseBody(stream, ['endautoescape'], true) };
}
