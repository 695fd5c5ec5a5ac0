import type { Json } from '../../ports/json.ts';
import { isOfType } from './typed-value.ts';

/** A step's output that is not of the type the document declares for it. */
export class WrongOutputType extends Error {
  override name = 'WrongOutputType';
}

// What Gson escapes beyond JSON's own rules, HTML escaping being on by default.
const GSON_ESCAPED = /[<>&='\u2028\u2029]/g;

/**
 * A value as step Outputs and document Outputs show it, list<string>: a scalar is one text, a list one text per item, a map one text of
 * compact JSON. JSON inside is escaped as Gson does it (`=` is `\u003d`); plain texts are not.
 */
export function outputValues(value: Json): string[] {
  return Array.isArray(value) ? value.map(outputText) : [outputText(value)];
}

/** A value as step Inputs show it: JSON, so a string stands in quotes. */
export function inputText(value: Json): string {
  return JSON.stringify(value);
}

/** Whether an output has a value at all: absent ones, nulls and empty strings leave the output out without failing the step. */
export function hasValue(value: Json | undefined): value is Json {
  return value !== undefined && value !== null && value !== '';
}

/** Throws WrongOutputType unless the value is of the type (`String`, `StringList`, `Integer`, `Boolean`, `StringMap`, `MapList`). */
export function checkOutput(type: string, value: Json): void {
  if (!isOfType(type, value)) throw new WrongOutputType(`The output is ${nameOf(value)}, not of type ${type}.`);
}

function outputText(value: Json): string {
  if (value === null || typeof value !== 'object') return String(value);
  return JSON.stringify(value).replace(GSON_ESCAPED, unicodeEscape);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function nameOf(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}
