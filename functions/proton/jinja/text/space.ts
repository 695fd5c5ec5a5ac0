/** What Python's str.isspace, str.strip and `\s` take for white space (JavaScript's `\s` differs in six characters). */
export const space = '\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';

const isSpaceUnit = new Set<number>();
for (const [from, to] of [
  [9, 13],
  [28, 32],
  [0x85, 0x85],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
] as const)
  for (let unit = from; unit <= to; unit++) isSpaceUnit.add(unit);

/** Whether the unit at `at` is white space. */
export function isSpaceAt(text: string, at: number): boolean {
  return isSpaceUnit.has(text.charCodeAt(at));
}

/** `text.lstrip()`. */
export function trimStart(text: string): string {
  let start = 0;
  while (start < text.length && isSpaceAt(text, start)) start++;
  return text.slice(start);
}

/** `text.rstrip()`. */
export function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isSpaceAt(text, end - 1)) end--;
  return text.slice(0, end);
}

/** `text.strip()`. */
export function trim(text: string): string {
  return trimStart(trimEnd(text));
}

const separators = '\\x1c-\\x1e\\x85\\u2028\\u2029';
const lineBreak = new RegExp(`\\r\\n|[\\n-\\r${separators}]`, 'g');

/** `text.splitlines(keep)`. */
export function splitLines(text: string, keep = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(lineBreak)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keep ? end : match.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** `text.split()`: the words between white space. */
export function words(text: string): string[] {
  const found: string[] = [];
  let start = -1;
  for (let at = 0; at <= text.length; at++) {
    const inside = at < text.length && !isSpaceAt(text, at);
    if (inside && start < 0) start = at;
    if (!inside && start >= 0) found.push(text.slice(start, at));
    if (!inside) start = -1;
  }
  return found;
}
