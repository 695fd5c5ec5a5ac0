import { Entry } from '../entry.ts';
import { withData } from './session-settings.ts';

/** quaymaster env. */
export const env = (): Entry =>
  withData(
    new Entry('env').description("prints what points AWS's and OpenStack's clients to the server, for a shell"),
    "the server's folder",
  )
    .setting('--shell <shell>', 'whose language', (one) => one.choices(['sh', 'fish', 'powershell']).default('sh'))
    .setting('--profile <name>', 'whom to be there; AWS_PROFILE is set to it')
    .example('eval "$(quaymaster env)"', 'in sh, bash, zsh')
    .example('quaymaster env --shell fish | source', 'in fish')
    .notes('OS_TOKEN is among it, a secret: the administrator of OpenStack clients.')
    .does(async () => (await import('../env.ts')).env);
