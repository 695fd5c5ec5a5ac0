import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../../../functions/proton/jinja/index.ts';
import { outcome } from './outcome.ts';

interface Case {
  name: string;
  template: string;
  context: object;
  output: string;
}

const cases = join(import.meta.dirname, '../../../../../shared/cases');
const areThere = existsSync(join(cases, 'jinja/matrix.json'));
const whenThere = areThere ? describe : describe.skip;

function read(path: string): unknown {
  return parseJson(readFileSync(join(cases, path), 'utf8'));
}

/** The goldens of all bundles, with the text of the template that each names. */
function goldens(): Case[] {
  return readdirSync(join(cases, 'proton-bundles'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: bundle }) =>
      readdirSync(join(cases, 'proton-bundles', bundle, '.golden')).map((file) => {
        const golden = read(`proton-bundles/${bundle}/.golden/${file}`) as Case;
        const template = readFileSync(join(cases, 'proton-bundles', bundle, golden.template), 'utf8');
        return { ...golden, name: file, template, output: golden.output.replace(/^ERROR (\w+):.*/s, 'ERR $1') };
      }),
    );
}

whenThere(`cases of Jinja2${areThere ? '' : ' (skipped: ../shared/cases is not there)'}`, () => {
  it('agree for every construct of the matrix', () => {
    const matrix = read('jinja/matrix.json') as Case[];

    const different = matrix.filter(({ template, context, output }) => outcome(template, context) !== output);

    expect(matrix.length).toBeGreaterThan(70);
    expect(different).toEqual([]);
  });

  it('agree byte for byte for every file of the public Proton bundles', () => {
    const found = goldens();

    const different = found.filter(({ template, context, output }) => outcome(template, context) !== output);

    expect(found.length).toBeGreaterThan(30);
    expect(different.map(({ name }) => name)).toEqual([]);
  });
});
