import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../../../../functions/proton/jinja/index.ts';
import { outcome } from './outcome.ts';

interface Recorded {
  /** Its own variables, instead of those of the first line. */
  context?: object;
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
      ({ template, context, output, error }) =>
        outcome(template, context ?? head?.context) !== (output ?? `ERR ${error}`),
    );

    expect(recorded.length).toBeGreaterThan(1900);
    expect(different).toEqual([]);
  });
});
