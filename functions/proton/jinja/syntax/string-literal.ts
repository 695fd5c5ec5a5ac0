import { raise } from '../error.ts';
import { codeEscape } from '../text/string-repr.ts';

const simple = new Map(
  Object.entries({
    '\n': '',
    '\\': '\\',
    "'": "'",
    '"': '"',
    a: '\x07',
    b: '\b',
    f: '\f',
    n: '\n',
    r: '\r',
    t: '\t',
    v: '\v',
  }),
);

const escape = /\\(?:[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[^])/gu;

/** Python's unicode-escape: a string literal between its quotes becomes its characters; unknown escapes keep their backslash. */
export function unescapeString(source: string): string {
  if (!source.includes('\\')) return source;
  return source.replace(escape, (whole) => {
    const code = whole.slice(1);
    if (/^[0-7]/.test(code)) return String.fromCodePoint(parseInt(code, 8));
    if (code.length > 1 && !/^[^\0-\x7f]/.test(code)) return fromCode(parseInt(code.slice(1), 16));
    return unescapeOther(whole, code);
  });
}

function fromCode(code: number): string {
  return code > 0x10ffff ? raise('TemplateSyntaxError', 'illegal Unicode character') : String.fromCodePoint(code);
}

function unescapeOther(whole: string, other: string): string {
  if (other === 'x') raise('TemplateSyntaxError', 'truncated \\xXX escape');
  if (other === 'u') raise('TemplateSyntaxError', 'truncated \\uXXXX escape');
  if (other === 'U') raise('TemplateSyntaxError', 'truncated \\UXXXXXXXX escape');
  if (other === 'N') raise('TemplateSyntaxError', 'malformed \\N character escape');
  return simple.get(other) ?? (/[^\0-\x7f]/.test(other) ? `\\${codeEscape(other).slice(1)}` : whole);
}
