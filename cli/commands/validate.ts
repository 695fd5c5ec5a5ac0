import { Entry } from '../entry.ts';
import { withOutput } from '../output.ts';

/** quaymaster validate. */
export const validate = (): Entry =>
  withOutput(
    new Entry('validate')
      .description(
        'checks runbooks (YAML or JSON) as CreateDocument does, without a server, and tells all that is wrong',
      )
      .argument('<file...>', 'runbooks')
      .setting('--type <type>', 'the type of document', (one) =>
        one.choices(['Automation', 'Automation.ChangeTemplate']).default('Automation'),
      ),
    'text',
  )
    .example('quaymaster validate examples/hello.yaml', 'every problem is a line FILE:LINE:COLUMN: MESSAGE')
    .exits({ 0: 'no problems', 1: 'problems' })
    .does(async () => (await import('../validate.ts')).validate);
