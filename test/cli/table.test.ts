import { moment, tableOf } from '../../cli/table.ts';
import { withTimes } from '../../cli/wire-times.ts';

interface Row {
  name: string;
  status: string;
  more?: string;
}

const rows: Row[] = [
  { name: 'a', status: 'Success', more: 'first' },
  { name: 'longer', status: 'Failed' },
];
const columns = [
  ['NAME', ({ name }: Row) => name],
  ['STATUS', ({ status }: Row) => status, (text: string) => (text === 'Failed' ? 'red' : undefined)],
  ['MORE', ({ more }: Row) => more],
] as Parameters<typeof tableOf<Row>>[1];
const plain = (_colour: string, text: string) => text;

describe('a table', () => {
  it('has columns as wide as what stands in them', () => {
    expect(tableOf(rows, columns, { paint: plain })).toEqual([
      'NAME    STATUS   MORE',
      'a       Success  first',
      'longer  Failed',
    ]);
    expect(tableOf([], columns, { paint: plain })).toEqual([]);
  });

  it('fits a terminal', () => {
    expect(tableOf(rows, columns, { paint: plain, width: 20 })).toEqual([
      'NAME    STATUS   MO…',
      'a       Success  fi…',
      'longer  Failed',
    ]);
    expect(tableOf(rows, columns, { paint: plain, width: 10 })[1]).toBe('a       S…');
  });

  it('paints without counting the paint', () => {
    const painted = tableOf(rows, columns, { paint: (colour, text) => `<${colour}>${text}</>` });

    expect(painted[2]).toBe('longer  <red>Failed </>');
    expect(painted[0]).toBe('<bold>NAME  </>  <bold>STATUS </>  <bold>MORE</>');
  });

  it('lets nobody write to the terminal but itself', () => {
    const evil = [{ name: 'a\u001b[2J\nb', status: '\u009b31m\u0007' }];

    expect(tableOf(evil, columns, { paint: plain })[1]).toBe('a^[[2J b  \\u009b31m^G');
  });
});

describe('times', () => {
  it('are those of the wire in tables, and ISO 8601 for programs', () => {
    expect(moment(1_795_270_352.2)).toBe('2026-11-21 14:12:32Z');
    expect(moment('2026-11-21T14:12:32+01:00')).toBe('2026-11-21 13:12:32Z');
    expect([moment(undefined), moment('soon')]).toEqual(['', 'soon']);
    expect(withTimes({ a: [{ createdAt: 0, StartTime: 1.5, Format: 3, Time: '7' }], CreatedDate: null })).toEqual({
      a: [{ createdAt: '1970-01-01T00:00:00.000Z', StartTime: '1970-01-01T00:00:01.500Z', Format: 3, Time: '7' }],
      CreatedDate: null,
    });
  });
});
