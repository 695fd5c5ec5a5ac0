import { JinjaError } from '../error.ts';
import { isSpaceAt, space, trimEnd } from '../text/space.ts';
import { stringRepr } from '../text/string-repr.ts';
import { parseInteger } from '../text/integer-text.ts';
import { unescapeString } from './string-literal.ts';

/** A token of a template: its type as Jinja2 names it, and its offset. */
export interface Token {
  type: string;
  value: string | bigint | number;
  at: number;
  /** A fault of the template that shows when the parser gets here. */
  error?: string;
}

/** Newlines made `\n`, and the last one dropped: the text that offsets count in. */
export function normalized(source: string): string {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  return text.endsWith('\n') ? text.slice(0, -1) : text;
}

const operators = new Map(
  Object.entries({
    '+': 'add',
    '-': 'sub',
    '/': 'div',
    '//': 'floordiv',
    '*': 'mul',
    '%': 'mod',
    '**': 'pow',
    '~': 'tilde',
    '[': 'lbracket',
    ']': 'rbracket',
    '(': 'lparen',
    ')': 'rparen',
    '{': 'lbrace',
    '}': 'rbrace',
    '==': 'eq',
    '!=': 'ne',
    '>': 'gt',
    '>=': 'gteq',
    '<': 'lt',
    '<=': 'lteq',
    '=': 'assign',
    '.': 'dot',
    ':': 'colon',
    '|': 'pipe',
    ',': 'comma',
    ';': 'semicolon',
  }),
);

/** How a token type reads in an error. */
export function describe(type: string): string {
  for (const [sign, name] of operators) if (name === type) return sign;
  const words: Record<string, string> = {
    block_begin: 'begin of statement block',
    block_end: 'end of statement block',
    variable_begin: 'begin of print statement',
    variable_end: 'end of print statement',
    data: 'template data / text',
    eof: 'end of template',
  };
  return words[type] ?? type;
}

const patterns: [type: string, pattern: RegExp][] = [
  ['whitespace', new RegExp(`[${space}]+`, 'y')],
  ['float', /(?<!\.)(?:\d+_)*\d+(?:(?:\.(?:\d+_)*\d+)?e[+-]?(?:\d+_)*\d+|\.(?:\d+_)*\d+)/iy],
  ['integer', /0b(?:_?[01])+|0o(?:_?[0-7])+|0x(?:_?[\da-f])+|[1-9](?:_?\d)*|0(?:_?0)*/iy],
  ['name', /[\p{L}\p{N}\p{M}\p{Pc}]+/uy],
  ['string', /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy],
  ['operator', /\/\/|\*\*|==|!=|>=|<=|[-+/*%~[\](){}<>=.:|,;]/y],
];

const closers: Record<string, string> = { '{': '}', '(': ')', '[': ']' };

/** Splits a normalized template into tokens. */
export function tokenize(source: string): Token[] {
  const lexer = new Lexer(source);
  try {
    lexer.run();
  } catch (error) {
    if (!(error instanceof JinjaError)) throw error;
    lexer.tokens.push({ type: 'error', value: '', at: lexer.at, error: error.message });
  }
  lexer.tokens.push({ type: 'eof', value: '', at: source.length });
  return lexer.tokens;
}

class Lexer {
  readonly tokens: Token[] = [];
  at = 0;
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  run(): void {
    while (this.at < this.#source.length) {
      const tag = this.#nextTag();
      if (tag < 0) return this.#data(this.#source.slice(this.at), '');
      const sign = /[-+]/.exec(this.#source.charAt(tag + 2))?.[0] ?? '';
      this.#data(this.#source.slice(this.at, tag), sign);
      this.at = tag;
      this.#tag(this.#source.charAt(tag + 1), tag + 2 + sign.length);
    }
  }

  #nextTag(): number {
    const { at } = this;
    let brace = this.#source.indexOf('{', at);
    while (brace >= 0 && !'{%#'.includes(this.#source.charAt(brace + 1) || ' '))
      brace = this.#source.indexOf('{', brace + 1);
    return brace;
  }

  #data(text: string, sign: string): void {
    const value = sign === '-' ? trimEnd(text) : text;
    if (value !== '') this.tokens.push({ type: 'data', value, at: this.at });
  }

  #tag(kind: string, inside: number): void {
    if (kind === '#') return this.#comment(inside);
    if (kind === '{') return this.#expression(inside, { type: 'variable', end: '}}' });
    const raw = this.#match(new RegExp(`[${space}]*raw[${space}]*(?:-%\\}[${space}]*|%\\})`, 'y'), inside);
    if (raw !== undefined) return this.#raw(inside + raw.length);
    return this.#expression(inside, { type: 'block', end: '%}' });
  }

  #match(pattern: RegExp, at: number): string | undefined {
    pattern.lastIndex = at;
    return pattern.exec(this.#source)?.[0];
  }

  #comment(inside: number): void {
    const end = this.#source.indexOf('#}', inside);
    if (end < 0 && inside < this.#source.length) this.#fail('Missing end of comment tag');
    const trims = end > inside && this.#source.charAt(end - 1) === '-';
    this.at = end < 0 ? inside : end + 2;
    if (trims) this.#skipSpace();
  }

  #skipSpace(): void {
    while (this.at < this.#source.length && isSpaceAt(this.#source, this.at)) this.at++;
  }

  #raw(start: number): void {
    const ending = new RegExp(`\\{%([-+]?)[${space}]*endraw[${space}]*(?:\\+%\\}|(-)%\\}[${space}]*|%\\})`, 'y');
    this.at = start;
    for (let tag = this.#source.indexOf('{%', start); tag >= 0; tag = this.#source.indexOf('{%', tag + 1)) {
      ending.lastIndex = tag;
      const match = ending.exec(this.#source);
      if (match === null) continue;
      this.#data(this.#source.slice(start, tag), match[1] ?? '');
      this.at = tag + match[0].length;
      return;
    }
    if (start < this.#source.length) this.#fail('Missing end of raw directive');
  }

  #expression(inside: number, { type, end }: { type: string; end: string }): void {
    this.tokens.push({ type: `${type}_begin`, value: '', at: this.at });
    this.at = inside;
    const open: string[] = [];
    const ending = new RegExp(`-${end}[${space}]*|${type === 'block' ? '\\+?' : ''}${end}`, 'y');
    while (this.at < this.#source.length) {
      const close = open.length === 0 ? this.#match(ending, this.at) : undefined;
      if (close === undefined) {
        this.#token(open);
        continue;
      }
      this.tokens.push({ type: `${type}_end`, value: '', at: this.at });
      this.at += close.length;
      return;
    }
  }

  #token(open: string[]): void {
    for (const [type, pattern] of patterns) {
      const text = this.#match(pattern, this.at);
      if (text === undefined) continue;
      if (type === 'operator') this.#balance(text, open);
      if (type !== 'whitespace') this.tokens.push(this.#read(type, text));
      this.at += text.length;
      return;
    }
    const character = String.fromCodePoint(this.#source.codePointAt(this.at) ?? 0);
    this.#fail(`unexpected char ${stringRepr(character)} at ${this.at}`);
  }

  #balance(sign: string, open: string[]): void {
    const closer = closers[sign];
    if (closer !== undefined) open.push(closer);
    if (!'})]'.includes(sign)) return;
    const expected = open.pop();
    if (expected === undefined) this.#fail(`unexpected '${sign}'`);
    if (expected !== sign) this.#fail(`unexpected '${sign}', expected '${expected}'`);
  }

  #read(type: string, text: string): Token {
    const { at } = this;
    if (type === 'operator') return { type: operators.get(text) ?? type, value: text, at };
    if (type === 'integer') return { type, value: parseInteger(text.replaceAll('_', ''), 0) ?? 0n, at };
    if (type === 'float') return { type, value: Number(text.replaceAll('_', '')), at };
    if (type === 'string') return { type, value: unescapeString(text.slice(1, -1)), at };
    if (!/^[\p{XID_Start}_]\p{XID_Continue}*$/u.test(text)) this.#fail('Invalid character in identifier');
    return { type, value: text, at };
  }

  #fail(message: string): never {
    throw new JinjaError('TemplateSyntaxError', message);
  }
}
