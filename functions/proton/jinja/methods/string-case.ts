import { asciiDigits } from '../text/integer-text.ts';
import { isSpaceAt } from '../text/space.ts';
import { isPrintable } from '../text/string-repr.ts';
import type { Value } from '../values/value.ts';
import { method, type Method, type Methods } from './method.ts';

const cased = /[\p{Lu}\p{Ll}\p{Lt}]/u;
const upperCase = /[\p{Lu}\p{Lt}]/u;
const lowerCase = /\p{Lowercase}/u;

/** `str.capitalize()`. */
export function capitalize(text: string): string {
  const [first = ''] = text;
  return titleLetter(first) + text.slice(first.length).toLowerCase();
}

function titleLetter(letter: string): string {
  const upper = letter.toUpperCase();
  const [first = '', ...rest] = upper;
  return rest.length === 0 ? upper : first + rest.join('').toLowerCase();
}

/** `str.title()`. */
function title(text: string): string {
  let out = '';
  let inside = false;
  for (const character of text) {
    out += inside ? character.toLowerCase() : titleLetter(character);
    inside = cased.test(character);
  }
  return out;
}

function isTitle(text: string): boolean {
  let inside = false;
  let found = false;
  for (const character of text) {
    const isUpper = upperCase.test(character);
    if (isUpper ? inside : lowerCase.test(character) && !inside) return false;
    inside = cased.test(character);
    found ||= inside;
  }
  return found;
}

function swapCase(text: string): string {
  return [...text].map((each) => (upperCase.test(each) ? each.toLowerCase() : each.toUpperCase())).join('');
}

/** `str.isupper()`. */
export function isUpper(text: string): boolean {
  return /[\p{Lu}]/u.test(text) && !/[\p{Lowercase}\p{Lt}]/u.test(text);
}

/** `str.islower()`. */
export function isLower(text: string): boolean {
  return lowerCase.test(text) && !upperCase.test(text);
}

/** Python's str.casefold for all that lowercasing alone does not fold. */
function caseFold(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').replaceAll('ς', 'σ').replaceAll('ſ', 's').normalize('NFC');
}

function isSpace(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isSpaceAt(text, at)) return false;
  return text !== '';
}

function matches(name: string, pattern: RegExp): [string, Method<string>] {
  return method<string>({ name }, (text) => pattern.test(text));
}

function text(name: string, change: (text: string) => Value): [string, Method<string>] {
  return method<string>({ name }, change);
}

/** Methods of a str about case and kinds of characters. */
export const caseMethods: Methods<string> = new Map([
  text('upper', (self) => self.toUpperCase()),
  text('lower', (self) => self.toLowerCase()),
  text('capitalize', capitalize),
  text('title', title),
  text('swapcase', swapCase),
  text('casefold', caseFold),
  text('isupper', isUpper),
  text('islower', isLower),
  text('istitle', isTitle),
  text('isspace', isSpace),
  text('isprintable', isPrintable),
  text('isdigit', (self) => /^[0-9]+$/.test(asciiDigits(self).replace(/[²³¹⁰-⁹₀-₉①-⑨]/gu, '1'))),
  matches('isalpha', /^\p{L}+$/u),
  matches('isalnum', /^[\p{L}\p{N}]+$/u),
  matches('isdecimal', /^\p{Nd}+$/u),
  matches('isnumeric', /^\p{N}+$/u),
  matches('isascii', /^[\0-\x7f]*$/),
  matches('isidentifier', /^[\p{XID_Start}_]\p{XID_Continue}*$/u),
]);
