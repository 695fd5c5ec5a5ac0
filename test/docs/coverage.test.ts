import { readFileSync } from 'node:fs';
import { coverages, coverageTable, withCoverage } from '../../docs/coverage.ts';

describe('the coverage table', () => {
  it('counts what is there and names what is not, where that is little', () => {
    const rows = [
      { title: 'One', all: ['b', 'a', 'c'], there: ['c', 'odd'] },
      { title: 'Two', all: ['x'], there: [] },
      { title: 'Three', all: ['y'], there: ['y'] },
      { title: 'Four', all: ['1', '2', '3', '4', '5', '6', '7'], there: ['4'] },
    ];

    expect(coverageTable(rows).split('\n').slice(2)).toEqual([
      '| One | 1 of 3 | `a`, `b` |',
      '| Two | 0 of 1 | `x` |',
      '| Three | 1 of 1 |  |',
      '| Four | 1 of 7 | 6 operations |',
    ]);
  });

  it('knows the APIs and the runbook actions', async () => {
    const rows = await coverages();

    expect(rows.map(({ title }) => title)).toEqual([
      'OpenStack Heat',
      'AWS OpsWorks Stacks',
      'AWS Proton',
      'AWS SSM Automation',
      'Runbook actions',
    ]);
    expect(rows.at(3)?.there).toContain('StartAutomationExecution');
    expect(rows.at(-1)?.there).toContain('aws:approve');
  });

  it('is up to date in README.md (else: node docs/coverage.ts)', async () => {
    const text = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

    expect(withoutPadding(text)).toBe(withoutPadding(withCoverage(text, coverageTable(await coverages()))));
  });
});

/** The formatter pads the columns of a table. */
const withoutPadding = (text: string) => text.replace(/ +/g, ' ').replace(/-+/g, '-');
