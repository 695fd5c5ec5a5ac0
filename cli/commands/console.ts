import { Entry } from '../entry.ts';
import { withSessionSettings } from './session-settings.ts';

/** quaymaster console. */
export const console = (): Entry =>
  withSessionSettings(
    new Entry('console').description('prints another link that signs you in to the console of a running server'),
  )
    .example('quaymaster console', 'as the administrator, whose keys are in the data folder')
    .example('quaymaster console --profile alice', 'as somebody else')
    .notes(
      'The link works once, within ten minutes, in a browser on the machine of the server. Only who can sign with an access key gets one, for that key.',
    )
    .does(async () => (await import('../console.ts')).consoleLink);
