import { Entry } from '../entry.ts';
import { withAnswer } from './session-settings.ts';

const list = () =>
  withAnswer(
    new Entry('list')
      .description('all of them, the newest first; what dead-letters alone does too')
      .setting('--json', 'one JSON object a line, with the whole event'),
  )
    .example('quaymaster dead-letters list', 'which event, when, which rule, and why')
    .does(async () => (await import('../dead-letters.ts')).listDeadLetters);

const redrive = () =>
  withAnswer(
    new Entry('redrive')
      .description('sends the event to the targets that it could not start once more, as the rules are now')
      .argument('<event>', 'its id, as the list tells it'),
    'text',
  )
    .example('quaymaster dead-letters redrive ID', 'once the reason is gone')
    .does(async () => (await import('../dead-letters.ts')).redriveDeadLetters);

/** quaymaster dead-letters. */
export const deadLetters = (): Entry =>
  new Entry('dead-letters')
    .description('what events and schedules could not start: list, redrive')
    .example('quaymaster dead-letters', 'which event, when, which rule, and why')
    .notes('In an AWS account they are in the queue quaymaster-STAGE-dead-letters: aws sqs receive-message.')
    .addCommand(list(), { isDefault: true })
    .with(redrive());
