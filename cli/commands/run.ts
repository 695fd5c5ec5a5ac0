import { Entry } from '../entry.ts';
import { withSessionSettings } from './session-settings.ts';

/** The runbook's parameters, as arguments and by an option. */
export const withParameters = (entry: Entry): Entry =>
  entry
    .argument('[parameter...]', 'Name=value; lists as a,b or JSON, maps as JSON')
    .setting('--parameters <name=value>', 'the same; may be repeated', (one) => one.repeated());

/** quaymaster run. */
export const run = (): Entry =>
  withSessionSettings(
    withParameters(
      new Entry('run')
        .description('runs a runbook (YAML or JSON) and watches it')
        .argument('<file>', 'the runbook, which becomes a document of its name'),
    ).setting('--yes', 'approve and resume without a question where you may'),
  )
    .example('quaymaster run examples/hello.yaml', 'asks you, then greets you')
    .example('quaymaster run examples/hello.yaml Name=Ada --yes', 'in a pipeline')
    .notes(
      'The document gets a new version where its text changed. Steps that wait for you ask you. Ctrl-C cancels the execution; a second one leaves it to itself.',
    )
    .exits({ 0: 'Success', 1: 'any other end', 130: 'after Ctrl-C' })
    .does(async () => (await import('../run.ts')).run);
