import type { Entry } from '../entry.ts';
import { withOutput } from '../output.ts';
import { Setting } from '../setting.ts';

/** The folder of the server. */
export const withData = (entry: Entry, text: string): Entry =>
  entry.setting('--data <dir>', text, (setting) => setting.default('.quaymaster').from('QUAYMASTER_DATA'));

/** Whom to be there. */
export const withProfile = (entry: Entry): Entry =>
  entry.setting('--profile <name>', 'whom to be there, a profile of its credentials file', (setting) =>
    setting.default('default').from('AWS_PROFILE'),
  );

/** The options of every command that calls a server. */
export function withSessionSettings(entry: Entry): Entry {
  withProfile(withData(entry, "the server's folder; where none runs, one runs for this command")).setting(
    '--stage <name>',
    'instead the deployment of that name in your AWS account, as its administrator, whom your AWS credentials must let you ask for',
  );
  for (const option of entry.options.slice(-3)) if (option instanceof Setting) option.common();
  return entry;
}

/** Those of every command that calls one and tells people and programs what came of it. */
export const withAnswer = (entry: Entry, usual?: 'text' | 'table'): Entry =>
  withSessionSettings(withOutput(entry, usual));
