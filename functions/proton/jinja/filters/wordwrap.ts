import { raise } from '../error.ts';
import { integer } from '../methods/list.ts';
import { characters } from '../methods/string.ts';
import { spend } from '../session.ts';
import * as points from '../text/points.ts';
import { splitLines } from '../text/space.ts';
import { truth } from '../values/iterate.ts';
import { string } from '../values/compare.ts';
import { Undefined } from '../values/undefined.ts';
import { typeName, type Value } from '../values/value.ts';
import { filter, type Filter } from './filter.ts';

interface WrapStyle {
  width: number;
  breakWords: boolean;
  breakHyphens: boolean;
}

const white = '[\\t\\n\\v\\f\\r ]';
const letter = '[^\\P{L}]';

/** Python's textwrap.TextWrapper.wordsep_re: words, the parts of hyphenated ones, em-dashes and white space. */
const hyphened = new RegExp(
  `(${white}+|(?<=[\\p{L}\\p{N}_!"'&.,?])-{2,}(?=[\\p{L}\\p{N}_])|[^\\t\\n\\v\\f\\r ]+?(?:-(?:(?<=[^\\P{L}]{2}-)|(?<=${letter}-${letter}-))(?=${letter}-?${letter})` +
    `|(?=${white}|$)|(?<=[\\p{L}\\p{N}_!"'&.,?])(?=-{2,}[\\p{L}\\p{N}_])))`,
  'u',
);
const plain = new RegExp(`(${white}+)`, 'u');

function chunksOf(line: string, { breakHyphens }: WrapStyle): string[] {
  return line.split(breakHyphens ? hyphened : plain).filter(Boolean);
}

function isBlank(chunk: string | undefined): boolean {
  return chunk !== undefined && chunk.trim() === '';
}

/** Python's textwrap.wrap of one line that keeps its own white space. */
function wrap(line: string, style: WrapStyle): string[] {
  if (style.width <= 0) raise('ValueError', `invalid width ${style.width} (must be > 0)`);
  const chunks = chunksOf(line, style).reverse();
  const lines: string[] = [];
  while (chunks.length > 0) {
    spend();
    const row: string[] = [];
    let length = 0;
    if (lines.length > 0 && isBlank(chunks.at(-1))) chunks.pop();
    for (
      let next = chunks.at(-1);
      next !== undefined && length + points.length(next) <= style.width;
      next = chunks.at(-1)
    ) {
      row.push(next);
      length += points.length(next);
      chunks.pop();
    }
    breakLong(chunks, row, { ...style, width: style.width - length });
    if (isBlank(row.at(-1))) row.pop();
    if (row.length > 0) lines.push(row.join(''));
  }
  return lines;
}

/** A chunk longer than a whole line is cut, or gets a line of its own. */
function breakLong(chunks: string[], row: string[], style: WrapStyle): void {
  const chunk = chunks.at(-1);
  const taken = row.reduce((sum, part) => sum + points.length(part), 0);
  if (chunk === undefined || points.length(chunk) <= style.width + taken) return;
  if (!style.breakWords) {
    if (row.length === 0) row.push(chunks.pop() ?? '');
    return;
  }
  const room = style.width + taken < 1 ? 1 : style.width;
  const end = hyphenEnd(chunk, room, style.breakHyphens);
  row.push(points.cut(chunk, 0, end));
  chunks[chunks.length - 1] = points.cut(chunk, end);
}

function hyphenEnd(chunk: string, room: number, breakHyphens: boolean): number {
  if (!breakHyphens || points.length(chunk) <= room) return room;
  const hyphen = points.cut(chunk, 0, room).lastIndexOf('-');
  return hyphen > 0 && /[^-]/.test(chunk.slice(0, hyphen)) ? hyphen + 1 : room;
}

function wordWrap(value: Value, style: WrapStyle, separator: Value): string {
  if (value instanceof Undefined) return value.fail();
  const source = string(value) ?? raise('AttributeError', `'${typeName(value)}' object has no attribute 'splitlines'`);
  const glue = separator === null ? '\n' : characters(separator);
  return splitLines(source)
    .map((line) => wrap(line, style).join(glue))
    .join(glue);
}

/** The filter that wraps text. */
export const wrapFilters: Filter[] = [
  filter(
    {
      name: 'do_wordwrap',
      required: ['s'],
      optional: { width: 79n, break_long_words: true, wrapstring: null, break_on_hyphens: true },
    },
    ([value, width, breakWords, separator, breakHyphens]) =>
      wordWrap(
        value,
        { width: Number(integer(width)), breakWords: truth(breakWords), breakHyphens: truth(breakHyphens) },
        separator,
      ),
  ),
];
