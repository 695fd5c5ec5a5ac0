import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/promises.md'), 'utf8');
const named = [...page.matchAll(/^- `(test\/\S+?)`(?:: "(.+)")?$/gm)].map(([, file = '', name]) => ({ file, name }));

describe('docs/promises.md', () => {
  it.each(named)('names a test that is there: $file $name', ({ file, name }) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(readFileSync(join(root, file), 'utf8')).toContain(name ?? 'it');
  });

  it('proves every promise that is kept', () => {
    const kept = page.split('\n## ').find((part) => part.startsWith('Kept')) ?? '';
    const promises = kept.split(/\n(?=\*\*)/).slice(1);

    expect(promises.length).toBeGreaterThan(10);
    for (const promise of promises) expect(promise).toMatch(/^- `test\//m);
  });

  it.each(['simulation', 'faults', 'crash'])('leaves out no suite of test/%s', (folder) => {
    const suites = globSync(`test/${folder}/**/*.test.ts`, { cwd: root });

    expect(suites.length).toBeGreaterThan(0);
    expect(suites.filter((suite) => !named.some(({ file }) => file === suite))).toEqual([]);
  });

  it('names variables that the suites read', () => {
    const text = globSync('test/**/*.ts', { cwd: root })
      .map((file) => readFileSync(join(root, file), 'utf8'))
      .join('');
    const variables = new Set(page.match(/`(SEEDS?|QUAYMASTER_\w+)/g)?.map((found) => found.slice(1)));

    expect(variables.size).toBeGreaterThan(5);
    for (const variable of variables) expect(text).toContain(variable);
  });
});
