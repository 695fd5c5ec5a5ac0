import { styleText } from 'node:util';

/** A column: its heading, and what stands in it for a row. */
export type Column<Row> = [heading: string, cell: (row: Row) => string | number | undefined];

/** Where a table stands: `width` cuts its lines, as on a terminal. */
export interface Sheet {
  width?: number;
  paint?: (heading: string) => string;
}

/** Standard output: as wide as the terminal, and endless in a pipe, where nothing is to be lost. */
export const sheet = ({ stdout } = process): Sheet => ({
  ...(stdout.isTTY && { width: stdout.columns || 80 }),
  paint: (heading) => styleText('bold', heading, { stream: stdout }),
});

/** Rows as lines below their headings; no rows make no lines. */
export function tableOf<Row>(
  rows: Row[],
  columns: Column<Row>[],
  { width = Infinity, paint = String }: Sheet,
): string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => columns.map(([, cell]) => inLine(cell(row))));
  const widths = columns.map(([heading], at) =>
    Math.max(heading.length, ...cells.map((line) => line[at]?.length ?? 0)),
  );
  const lineOf = (line: string[]) =>
    cut(
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
      width,
    );
  return [paint(lineOf(columns.map(([heading]) => heading))), ...cells.map(lineOf)];
}

/** What others have written may hold line breaks and control characters, which a terminal would obey. */
const inLine = (cell: string | number | undefined): string =>
  // eslint-disable-next-line no-control-regex
  String(cell ?? '').replaceAll(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

const cut = (line: string, width: number): string => (line.length > width ? `${line.slice(0, width - 1)}…` : line);
