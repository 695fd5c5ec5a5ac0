const plain = /^[ !#-&(-[\]-~]*$/;
const unprintable = /[\p{C}\p{Z}]/u;

/** Python's `repr(str)`: single quotes unless only double ones avoid a backslash. */
export function stringRepr(text: string): string {
  if (plain.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) out += escaped(character, quote);
  return out + quote;
}

const named = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function escaped(character: string, quote: string): string {
  if (character === quote) return `\\${quote}`;
  const short = named.get(character);
  if (short !== undefined) return short;
  return character === ' ' || !unprintable.test(character) ? character : codeEscape(character);
}

/** `\xNN`, `\uNNNN` or `\UNNNNNNNN` of a character. */
export function codeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** `str.isprintable()`. */
export function isPrintable(text: string): boolean {
  for (const character of text) if (character !== ' ' && unprintable.test(character)) return false;
  return true;
}
