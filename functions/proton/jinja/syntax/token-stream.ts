import { JinjaError } from '../error.ts';
import { stringRepr } from '../text/string-repr.ts';
import { describe, type Token } from './lexer.ts';

/** The deepest nesting of expressions and statements that a template may have. */
const deepest = 150;

/** The tokens of a template with a place in them. */
export class TokenStream {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;
  current: Token;
  readonly tags: string[] = [];
  readonly endings: string[][] = [];

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
    this.current = this.#read();
  }

  #read(): Token {
    const token = this.#tokens[Math.min(this.#next, this.#tokens.length - 1)];
    this.#next++;
    if (token === undefined) throw new Error('a token stream ends with its eof token');
    if (token.error !== undefined) this.fail(token.error, token.at);
    return token;
  }

  /** Goes on and gives the token that was current. */
  next(): Token {
    const token = this.current;
    if (token.type !== 'eof') this.current = this.#read();
    return token;
  }

  /** The token after the current one. */
  look(): Token {
    const token = this.#read();
    this.#next--;
    return token;
  }

  /** Whether the current token is of a type, or is a name when `name` is given. */
  is(type: string, name?: string): boolean {
    return this.current.type === type && (name === undefined || this.current.value === name);
  }

  /** Whether the current token is one of these names. */
  isName(...names: string[]): boolean {
    return this.current.type === 'name' && names.includes(String(this.current.value));
  }

  /** Goes past the current token if it is this one. */
  skip(type: string, name?: string): boolean {
    const found = this.is(type, name);
    if (found) this.next();
    return found;
  }

  /** Takes the current token, which must be this one. */
  expect(type: string, name?: string): Token {
    if (this.is(type, name)) return this.next();
    const wanted = stringRepr(name ?? describe(type));
    if (this.current.type === 'eof') return this.fail(`unexpected end of template, expected ${wanted}.`);
    return this.fail(`expected token ${wanted}, got ${stringRepr(this.describeCurrent())}`);
  }

  describeCurrent(): string {
    return this.current.type === 'name' ? String(this.current.value) : describe(this.current.type);
  }

  /** Fails at a place, by default the current token. */
  fail(message: string, at = this.current.at, type = 'TemplateSyntaxError'): never {
    throw new SyntaxFault(type, message, at);
  }

  /** Parses one level deeper; a template that nests too deep is refused, not run out of stack. */
  deeper<T>(parse: () => T): T {
    if (++this.#depth > deepest) this.fail('too many nested parentheses or blocks');
    const result = parse();
    this.#depth--;
    return result;
  }
}

/** A syntax error that knows its offset. */
export class SyntaxFault extends JinjaError {
  readonly at: number;

  constructor(type: string, message: string, at: number) {
    super(type, message);
    this.at = at;
  }
}
