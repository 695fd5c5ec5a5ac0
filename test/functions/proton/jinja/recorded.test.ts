import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../../../functions/proton/jinja/index.ts';
import { outcome } from './outcome.ts';

interface Recorded {
  context: object;
  template: string;
  output?: string;
  error?: string;
}

/** Random templates and what Python's Jinja2 3.1.6 with StrictUndefined made of them. */
const [head, ...recorded] = readFileSync(join(import.meta.dirname, 'recorded.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => parseJson(line) as Recorded);

describe('random templates recorded with Jinja2', () => {
  it('render alike, or fail with the same type of error', () => {
    const different = recorded.filter(
      ({ template, output, error }) => outcome(template, head?.context) !== (output ?? `ERR ${error}`),
    );

    expect(recorded.length).toBeGreaterThan(900);
    expect(different).toEqual([]);
  });
});
