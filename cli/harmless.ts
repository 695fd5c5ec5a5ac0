/**
 * What a terminal obeys instead of showing it: control characters (ECMA-48's C0 and C1, DEL) except tab and line feed, and the marks that turn the
 * direction of writing (Unicode Annex 9).
 */
// eslint-disable-next-line no-control-regex
const obeyed = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** `^[` for an escape, as `cat -v` shows it. */
const shown = (character: string): string => {
  const code = character.charCodeAt(0);
  return code < 0x20 || code === 0x7f ? `^${String.fromCharCode(code ^ 0x40)}` : escaped(character);
};

/** A text that others wrote, for a terminal: what that would obey is seen instead. */
export const harmless = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll(obeyed, shown);

/** All texts of a value, names of members too. */
export function harmlessIn<Value>(value: Value): Value;
export function harmlessIn(value: unknown): unknown {
  if (typeof value === 'string') return harmless(value);
  if (Array.isArray(value)) return value.map((one: unknown) => harmlessIn(one));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [harmless(name), harmlessIn(member)]));
}

/** What a file says: to the letter in a pipe or a file, harmless on a terminal. */
export const contents = <Value>(value: Value, { isTTY } = process.stdout): Value => (isTTY ? harmlessIn(value) : value);

/** A value as JSON, exact, and nothing in it that a terminal obeys. */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, null, indent).replaceAll(obeyed, escaped);
