import type { Json } from '../../ports/json.ts';
import { InvalidPattern } from './invalid-pattern.ts';
import type { Test } from './value-test.ts';

const ofText =
  (holds: (text: string) => boolean): Test =>
  (value: Json) =>
    typeof value === 'string' && holds(value);

/** What patterns ask of texts; a prefix or suffix may be asked for in either case. */
export const textTests = {
  exactly: (wanted: string) => ofText((text) => text === wanted),
  prefix: (wanted: string, ignoresCase = false): Test =>
    ignoresCase
      ? ofText((text) => text.toLowerCase().startsWith(wanted.toLowerCase()))
      : ofText((text) => text.startsWith(wanted)),
  suffix: (wanted: string, ignoresCase = false): Test =>
    ignoresCase
      ? ofText((text) => text.toLowerCase().endsWith(wanted.toLowerCase()))
      : ofText((text) => text.endsWith(wanted)),
  'equals-ignore-case': (wanted: string) => ofText((text) => text.toLowerCase() === wanted.toLowerCase()),
  wildcard: (wanted: string) => {
    const parts = partsOf(wanted);
    return ofText((text) => fits(text, parts));
  },
};

/** The literal texts between the asterisks; `\*` and `\\` stand for themselves. Places in messages count the quotation mark in front. */
function partsOf(pattern: string): string[] {
  const twice = pattern.search(/(?<!\\)\*\*/);
  if (twice >= 0) throw new InvalidPattern(`Consecutive wildcard characters at pos ${twice + 1}`);
  const parts = [''];
  for (const [piece] of pattern.matchAll(/\\?[^]|\\/g)) {
    if (piece.startsWith('\\') && piece !== '\\*' && piece !== '\\\\')
      throw new InvalidPattern('Invalid escape character');
    if (piece === '*') parts.push('');
    else parts.push((parts.pop() ?? '') + piece.slice(-1));
  }
  return parts;
}

/** Takes each part at its first place after the one before, so it needs no second try. */
function fits(text: string, [first = '', ...rest]: string[]): boolean {
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first)) return false;
  let place = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, place);
    if (found < 0) return false;
    place = found + part.length;
  }
  return text.length - last.length >= place && text.endsWith(last);
}
