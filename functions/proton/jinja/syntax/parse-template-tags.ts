import type { Statement } from './nodes.ts';
import { parseBody } from './parse-body.ts';
import { parseExpression } from './parse-expression.ts';
import { parseTargetName } from './parse-statement.ts';
import type { TokenStream } from './token-stream.ts';

/** `{% block name %}`. */
export function parseBlock(stream: TokenStream, at: number): Statement {
  const name = String(stream.expect('name').value);
  const scoped = stream.skip('name', 'scoped');
  const required = stream.skip('name', 'required');
  if (stream.is('sub'))
    stream.fail(
      'Block names in Jinja have to be valid Python identifiers and may not contain hyphens, use an underscore instead.',
    );
  const body = parseBody(stream, ['endblock'], true);
  if (required && body.some((node) => node.kind !== 'text' || node.text.trim() !== ''))
    stream.fail('Required blocks can only contain comments or whitespace');
  stream.skip('name', name);
  return { kind: 'block', at, name, scoped, required, body };
}

/** `{% extends template %}`. */
export function parseExtends(stream: TokenStream, at: number): Statement {
  return { kind: 'extends', at, template: parseExpression(stream) };
}

function skipContext(stream: TokenStream): boolean {
  const found = stream.isName('with', 'without') && stream.look().value === 'context';
  if (found) stream.next();
  if (found) stream.next();
  return found;
}

/** `{% include template %}`. */
export function parseInclude(stream: TokenStream, at: number): Statement {
  const template = parseExpression(stream);
  const ignoreMissing = stream.isName('ignore') && stream.look().value === 'missing';
  if (ignoreMissing) stream.next();
  if (ignoreMissing) stream.next();
  skipContext(stream);
  return { kind: 'include', at, template, ignoreMissing };
}

/** `{% import template as name %}`. */
export function parseImport(stream: TokenStream, at: number): Statement {
  const template = parseExpression(stream);
  stream.expect('name', 'as');
  const { name } = parseTargetName(stream);
  skipContext(stream);
  return { kind: 'import', at, template, names: [name] };
}

/** `{% from template import names %}`. */
export function parseFrom(stream: TokenStream, at: number): Statement {
  const template = parseExpression(stream);
  stream.expect('name', 'import');
  const names: string[] = [];
  do {
    if (skipContext(stream)) break;
    names.push(parseImportedName(stream));
  } while (!skipContext(stream) && stream.skip('comma'));
  return { kind: 'import', at, template, names };
}

function parseImportedName(stream: TokenStream): string {
  const { name, at } = parseTargetName(stream);
  if (name.startsWith('_'))
    stream.fail('names starting with an underline can not be imported', at, 'TemplateAssertionError');
  return stream.skip('name', 'as') ? parseTargetName(stream).name : name;
}
