/** Python's str is a row of code points; JavaScript's is one of UTF-16 units. These count and cut by code point, fast where both agree. */
const surrogate = /[\ud800-\udfff]/;

/** `len(text)`. */
export function length(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = text.length;
  for (let at = 0; at < text.length; at++) if ((text.codePointAt(at) ?? 0) > 0xffff) count--;
  return count;
}

/** `text[start:end]`, both within the text. */
export function cut(text: string, start: number, end?: number): string {
  if (!surrogate.test(text)) return text.slice(start, end);
  return [...text].slice(start, end).join('');
}

/** `text[at]`; undefined = out of range. */
export function pointAt(text: string, at: number): string | undefined {
  return surrogate.test(text) ? [...text][at] : text[at];
}

/** Turns an offset in units into one in code points. */
export function pointOffset(text: string, unit: number): number {
  return unit <= 0 ? unit : length(text.slice(0, unit));
}

/** The text with its code points reversed. */
export function reversed(text: string): string {
  return [...text].reverse().join('');
}
