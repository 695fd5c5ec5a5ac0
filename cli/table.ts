import { styleText } from 'node:util';
import { harmless } from './harmless.ts';
import type { Paint } from './progress.ts';

/** A column: its heading, what stands in it for a row, and the colour of that. */
export type Column<Row> = [
  heading: string,
  cell: (row: Row) => string | number | undefined,
  colour?: (text: string) => Parameters<Paint>[0] | undefined,
];

/** Where a table stands; `width` cuts its last column, as on a terminal. */
export interface Sheet {
  width?: number;
  paint: Paint;
}

/** Standard output: as wide as the terminal, and endless in a pipe, where nothing is to be lost. */
export const sheet = ({ stdout } = process): Sheet => ({
  ...(stdout.isTTY && { width: stdout.columns || 80 }),
  paint: (colour, text) => styleText(colour, text, { stream: stdout }),
});

/** Rows as lines below their headings; no rows make no lines. */
export function tableOf<Row>(rows: Row[], columns: Column<Row>[], { width = Infinity, paint }: Sheet): string[] {
  if (rows.length === 0) return [];
  const headings = columns.map(([heading]) => heading);
  const cells = rows.map((row) => columns.map(([, cell]) => inLine(cell(row))));
  const widths = headings.map((heading, at) => Math.max(heading.length, ...cells.map((line) => line[at]?.length ?? 0)));
  const fitted = (line: string[]) => fit(line, widths, width);
  const coloured = (text: string, at: number) => {
    const colour = columns[at]?.[2]?.(text.trim());
    return colour ? paint(colour, text) : text;
  };
  const lines = cells.map((line) => fitted(line).map(coloured));
  return [fitted(headings).map((text) => paint('bold', text)), ...lines].map((line) => line.join('  ').trimEnd());
}

/** Cells as wide as their columns, until the line is full. */
function fit(line: string[], widths: number[], width: number): string[] {
  let left = width;
  return line.flatMap((cell, at) => {
    const room = left;
    left -= (widths[at] ?? 0) + 2;
    if (room <= 1) return [];
    const isLast = at === line.length - 1;
    return [cut(isLast ? cell : cell.padEnd(widths[at] ?? 0), room)];
  });
}

const cut = (text: string, width: number): string =>
  text.trimEnd().length > width ? `${text.slice(0, width - 1)}…` : text.slice(0, width);

/** What others have written may hold line breaks, and characters that a terminal would obey. */
const inLine = (cell: string | number | undefined): string => harmless(String(cell ?? '')).replaceAll(/[\n\t]+/g, ' ');

const good = ['Success', 'SUCCEEDED', 'COMPLETE', 'successful', 'ENABLED', 'connected'];
const bad = ['Failed', 'TimedOut', 'Rejected', 'FAILED', 'DELETE_FAILED', 'failed', 'connection lost'];
const moving = ['Pending', 'InProgress', 'Waiting', 'Cancelling', 'IN_PROGRESS', 'DELETE_IN_PROGRESS', 'running'];

/** The colour of a status of any of the APIs. */
export function statusColour(status: string): 'green' | 'red' | 'yellow' | undefined {
  if (good.includes(status)) return 'green';
  if (bad.includes(status)) return 'red';
  return moving.includes(status) ? 'yellow' : undefined;
}

/** A moment as tables tell it, `2026-11-21 13:41:53Z`: epoch seconds, as they are on the wire, or an ISO 8601 text. */
export function moment(time: number | string | undefined): string {
  if (time === undefined) return '';
  const date = new Date(typeof time === 'number' ? time * 1000 : time);
  return Number.isNaN(date.getTime()) ? String(time) : `${date.toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
