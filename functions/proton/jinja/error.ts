/**
 * What a template did wrong, named as Python and Jinja2 name it ("UndefinedError", "TypeError", "TemplateSyntaxError" …), with the place
 * in the template: line and column count from 1; 0 means the place is not known (yet).
 */
export class JinjaError extends Error {
  readonly type: string;
  line = 0;
  column = 0;

  constructor(type: string, message: string) {
    super(message);
    this.name = 'JinjaError';
    this.type = type;
  }

  /** Adds the place, unless an earlier one is known. */
  placed(place: { line: number; column: number }): this {
    if (this.line !== 0) return this;
    this.line = place.line;
    this.column = place.column;
    return this;
  }
}

/** Fails as Python does: `raise type(message)`. */
export function raise(type: string, message: string): never {
  throw new JinjaError(type, message);
}
