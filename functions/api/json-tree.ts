import type { Json } from '../ports/json.ts';

/** Content that is no tree of JSON values, or one beyond what a document may hold; `message` says which. */
export class InvalidTree extends Error {
  override name = 'InvalidTree';
}

const deepest = 100;
const mostValues = 100_000;
const mostCharacters = 1_000_000;
const tooLarge = 'The content with its aliases written out is too large.';

/** A value made of lists, maps and leaves. */
export type Tree<Leaf> = Leaf | Tree<Leaf>[] | { [member: string]: Tree<Leaf> };

/**
 * A copy of a parsed value as a plain tree, each alias written out. Parsers give shared and even circular parts for a few bytes of aliases, so
 * the copy stops at a depth and a size. Every member becomes the copy's own, `__proto__` too.
 */
export const jsonTree = (parsed: unknown): Json => treeOf(parsed, isJsonLeaf);

const isJsonLeaf = (value: unknown): value is null | boolean | number | string =>
  value === null ||
  typeof value === 'boolean' ||
  typeof value === 'string' ||
  (typeof value === 'number' && Number.isFinite(value));

/** The same for any kind of leaf; `most` is how many characters its texts have together. */
export function treeOf<Leaf>(
  parsed: unknown,
  isLeaf: (value: unknown) => value is Leaf,
  most = mostCharacters,
): Tree<Leaf> {
  const spent = { values: 0, characters: 0 };
  const copy = (value: unknown, depth: number): Tree<Leaf> => {
    checkDepth(depth);
    spend(value, spent, most);
    if (isLeaf(value)) return value;
    if (Array.isArray(value)) return value.map((item) => copy(item, depth + 1));
    if (value === null || typeof value !== 'object')
      throw new InvalidTree('The content holds a value that JSON does not have.');
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        spend(key, spent, most);
        return [key, copy(member, depth + 1)];
      }),
    );
  };
  return copy(parsed, 0);
}

/** Throws InvalidTree where lists and maps stand too deep in each other. */
export function checkDepth(depth: number): void {
  if (depth > deepest) throw new InvalidTree(`The content is nested deeper than ${deepest} levels.`);
}

/** Throws InvalidTree where the texts of a content with its aliases written out are too long together. */
export function checkCharacters(characters: number, most = mostCharacters): void {
  if (characters > most) throw new InvalidTree(tooLarge);
}

function spend(value: unknown, spent: { values: number; characters: number }, most: number): void {
  spent.values += 1;
  if (spent.values > mostValues) throw new InvalidTree(tooLarge);
  if (typeof value === 'string') checkCharacters((spent.characters += value.length), most);
}
