import { Entry } from '../entry.ts';
import { withOutput } from '../output.ts';
import { withParameters } from './run.ts';

/** quaymaster test. */
export const test = (): Entry =>
  withOutput(
    withParameters(
      new Entry('test')
        .description('runs a runbook without AWS, without a server and without waiting')
        .argument('<file>', 'the runbook'),
    ).setting(
      '--mocks <mocks>',
      'what AWS, people, scripts and webhooks answer, and what must be true in the end',
      (one) => one.needed(),
    ),
    'text',
  )
    .example('quaymaster test FILE --mocks MOCKS', 'begin with an empty file of mocks')
    .notes(
      'It shows the steps, their outputs and the calls they made. A call that the mocks do not answer fails the test and is printed as the mock to add. docs/testing-runbooks.md tells all.',
    )
    .exits({ 0: 'as expected (Success where nothing is expected)', 1: 'otherwise' })
    .does(async () => (await import('../test.ts')).test);
