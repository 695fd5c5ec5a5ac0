import type { Json, JsonObject } from '../../ports/json.ts';
import { isMap } from '../expressions/typed-value.ts';

/** An input of a step that its action cannot take; the message says which and why. */
export class InvalidInput extends Error {
  override name = 'InvalidInput';
}

const refuse = (message: string): never => {
  throw new InvalidInput(message);
};

const needed = <Value>(value: Value | undefined, name: string): Value => value ?? refuse(`${name} is required`);

// An optional input is often a parameter with the default '' or [].
const isAbsent = (value: Json | undefined): value is undefined | null | '' | [] =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

/** A text of at most so many characters; an empty one counts as absent. */
export function textOf(inputs: JsonObject, name: string, most = Infinity): string | undefined {
  const value = inputs[name];
  if (isAbsent(value)) return undefined;
  if (typeof value !== 'string') return refuse(`${name} must be a text`);
  return value.length <= most ? value : refuse(`${name} has ${value.length} characters, at most ${most} are allowed`);
}

/** The same where there must be one. */
export const requiredText = (inputs: JsonObject, name: string, most?: number): string =>
  needed(textOf(inputs, name, most), name);

/** A text of at most so many bytes of UTF-8. */
export function documentOf(inputs: JsonObject, name: string, most: number): string | undefined {
  const text = textOf(inputs, name);
  const size = Buffer.byteLength(text ?? '');
  return size <= most ? text : refuse(`${name} has ${size} bytes, at most ${most} are allowed`);
}

/** One of the given words. */
export function wordOf<Word extends string>(
  inputs: JsonObject,
  name: string,
  words: readonly Word[],
): Word | undefined {
  const text = textOf(inputs, name);
  if (text === undefined) return undefined;
  return words.find((word) => word === text) ?? refuse(`${name} is ${text}, but must be one of ${words.join(', ')}`);
}

/** A Boolean, or the word for it. */
export function flagOf(inputs: JsonObject, name: string): boolean | undefined {
  const value = inputs[name];
  if (isAbsent(value) || typeof value === 'boolean') return isAbsent(value) ? undefined : value;
  const isWord = typeof value === 'string' && /^(true|false)$/i.test(value);
  return isWord ? value.toLowerCase() === 'true' : refuse(`${name} must be true or false`);
}

/** A whole number from 1, or its digits. */
export function countOf(inputs: JsonObject, name: string): number | undefined {
  const value = inputs[name];
  if (isAbsent(value)) return undefined;
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 1
    ? count
    : refuse(`${name} must be a whole number from 1`);
}

/** A list of at most so many items; one item alone is a list too, an empty list counts as absent. */
function listOf(inputs: JsonObject, name: string, most: number): Json[] | undefined {
  const value = inputs[name];
  if (isAbsent(value)) return undefined;
  const items = Array.isArray(value) ? value : [value];
  if (items.length > most) return refuse(`${name} has ${items.length} items, at most ${most} are allowed`);
  return items;
}

/** A list of texts. */
export function textsOf(inputs: JsonObject, name: string, most = Infinity): string[] | undefined {
  return listOf(inputs, name, most)?.map((item) =>
    typeof item === 'string' && item !== '' ? item : refuse(`${name} must be a list of texts`),
  );
}

/** The same where there must be one. */
export const requiredTexts = (inputs: JsonObject, name: string, most?: number): string[] =>
  needed(textsOf(inputs, name, most), name);

/** A list of maps. */
export function mapsOf(inputs: JsonObject, name: string, most = Infinity): JsonObject[] | undefined {
  return listOf(inputs, name, most)?.map((item) => (isMap(item) ? item : refuse(`${name} must be a list of maps`)));
}

/** The same where there must be one. */
export const requiredMaps = (inputs: JsonObject, name: string, most?: number): JsonObject[] =>
  needed(mapsOf(inputs, name, most), name);

/** A map. */
export function mapOf(inputs: JsonObject, name: string): JsonObject | undefined {
  const value = inputs[name];
  if (isAbsent(value)) return undefined;
  return isMap(value) ? value : refuse(`${name} must be a map`);
}

/** Refuses two inputs that exclude each other. */
export function notBoth(inputs: JsonObject, one: string, other: string): void {
  if (!isAbsent(inputs[one]) && !isAbsent(inputs[other])) refuse(`Only one of ${one} and ${other} can be given`);
}

/** Refuses unless exactly one of two inputs is given. */
export function exactlyOne(inputs: JsonObject, one: string, other: string): void {
  notBoth(inputs, one, other);
  if (isAbsent(inputs[one]) && isAbsent(inputs[other])) refuse(`${one} or ${other} is required`);
}

/** The members that are there, as an API takes them. */
export const given = (members: Record<string, Json | undefined>): JsonObject =>
  Object.fromEntries(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined));
