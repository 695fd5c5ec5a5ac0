import type { Json } from '../../ports/json.ts';

/** Content that is no tree of JSON values, or one beyond what a document may hold; `message` says which. */
export class InvalidTree extends Error {
  override name = 'InvalidTree';
}

const deepest = 100;
const mostValues = 100_000;
const mostCharacters = 1_000_000;
const tooLarge = 'The content with its aliases written out is too large.';

interface Spent {
  values: number;
  characters: number;
}

/**
 * A copy of a parsed value as a plain tree, each alias written out. Parsers give shared and even circular parts for a few bytes of aliases, so
 * the copy stops at a depth and a size. Every member becomes the copy's own, `__proto__` too.
 */
export function jsonTree(parsed: unknown): Json {
  return copy(parsed, 0, { values: 0, characters: 0 });
}

/** Throws InvalidTree where lists and maps stand too deep in each other. */
export function checkDepth(depth: number): void {
  if (depth > deepest) throw new InvalidTree(`The content is nested deeper than ${deepest} levels.`);
}

/** Throws InvalidTree where the texts of a content with its aliases written out are too long together. */
export function checkCharacters(characters: number): void {
  if (characters > mostCharacters) throw new InvalidTree(tooLarge);
}

function copy(value: unknown, depth: number, spent: Spent): Json {
  checkDepth(depth);
  spend(value, spent);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1, spent));
  if (typeof value !== 'object') throw new InvalidTree('The content holds a value that JSON does not have.');
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => {
      spend(key, spent);
      return [key, copy(member, depth + 1, spent)];
    }),
  );
}

function spend(value: unknown, spent: Spent): void {
  spent.values += 1;
  if (spent.values > mostValues) throw new InvalidTree(tooLarge);
  if (typeof value === 'string') checkCharacters((spent.characters += value.length));
}
