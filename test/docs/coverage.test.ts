import { readFileSync } from 'node:fs';
import { coverages, coverageTable, withCoverage } from '../../docs/coverage.ts';

describe('the coverage table', () => {
  it('counts what is there and names what is not', () => {
    const rows = [
      { title: 'One', all: ['b', 'a', 'c'], there: ['c', 'odd'] },
      { title: 'Two', all: ['x'], there: [] },
      { title: 'Three', all: ['y'], there: ['y'] },
    ];

    expect(coverageTable(rows).split('\n').slice(2)).toEqual([
      '| One | 1 of 3 | `a`, `b` |',
      '| Two | 0 of 1 | all |',
      '| Three | 1 of 1 |  |',
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
