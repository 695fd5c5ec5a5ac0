import { stringRepr } from '../text/string-repr.ts';
import type { Statement } from './nodes.ts';
import { parseTuple } from './parse-expression.ts';
import { parseStatement } from './parse-statement.ts';
import type { TokenStream } from './token-stream.ts';

/** The body of a tag up to one of its end tags, which stays current, or is passed when `drop`. */
export function parseBody(stream: TokenStream, ends: string[], drop = false): Statement[] {
  stream.skip('colon');
  stream.expect('block_end');
  const body = stream.deeper(() => parseStatements(stream, ends));
  if (stream.is('eof')) failEnd(stream, ends);
  if (drop) stream.next();
  return body;
}

/** Statements up to one of the end tags, or the end of the template. */
export function parseStatements(stream: TokenStream, ends: string[] = []): Statement[] {
  const body: Statement[] = [];
  if (ends.length > 0) stream.endings.push(ends);
  while (!stream.is('eof')) {
    const { type, value, at } = stream.next();
    if (type === 'data') body.push({ kind: 'text', at, text: String(value) });
    else if (type === 'variable_begin') body.push(parseOutput(stream));
    else if (stream.isName(...ends)) break;
    else {
      body.push(...parseStatement(stream));
      stream.expect('block_end');
    }
  }
  if (ends.length > 0) stream.endings.pop();
  return body;
}

function parseOutput(stream: TokenStream): Statement {
  const value = parseTuple(stream);
  stream.expect('variable_end');
  return { kind: 'output', at: value.at, value };
}

function quoted(names: string[] | undefined): string {
  return (names ?? []).map((name) => stringRepr(name)).join(' or ');
}

/** Fails at a tag that is not known here. */
export function failUnknown(stream: TokenStream, tag: string): never {
  return fail(stream, `Encountered unknown tag ${stringRepr(tag)}.`, tag);
}

function failEnd(stream: TokenStream, ends: string[]): never {
  stream.endings.push(ends);
  return fail(stream, 'Unexpected end of template.');
}

function fail(stream: TokenStream, start: string, tag?: string): never {
  const message = [start];
  const looking = quoted(stream.endings.at(-1));
  const misplaced = tag !== undefined && stream.endings.flat().includes(tag);
  if (looking !== '' && misplaced)
    message.push(
      `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`,
    );
  else if (looking !== '') message.push(`Jinja was looking for the following tags: ${looking}.`);
  const innermost = stream.tags.at(-1);
  if (innermost !== undefined) message.push(`The innermost block that needs to be closed is ${stringRepr(innermost)}.`);
  return stream.fail(message.join(' '));
}
