import { Entry } from '../entry.ts';
import { withAnswer } from './session-settings.ts';

/** quaymaster dead-letters. */
export const deadLetters = (): Entry =>
  withAnswer(
    new Entry('dead-letters')
      .description('what events and schedules could not start, the newest first')
      .setting('--json', 'one JSON object a line, with the whole event'),
  )
    .example('quaymaster dead-letters', 'when, which rule, and why')
    .notes('In an AWS account they are in the queue quaymaster-STAGE-dead-letters: aws sqs receive-message.')
    .does(async () => (await import('../dead-letters.ts')).deadLetters);
