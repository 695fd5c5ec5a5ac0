import type { OtherDoor } from '../../functions/api/doors.ts';
import type { Principals } from '../../functions/api/principal.ts';
import { consoleDoor } from '../../functions/console/door.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import { consoleFiles } from './console-files.ts';
import type { Sessions } from './sessions.ts';
import { signInByLink } from './sign-in.ts';

/** Whom the console's door trusts. */
interface Trust {
  principals: Principals;
  account: string;
  region: string;
}

/** The console's door of the embedded program; sign-ins by link work on its own machine. */
export function embeddedConsole(
  { clock, log }: Pick<Ports, 'clock' | 'log'>,
  { region, ...trust }: Trust,
  sessions: Sessions,
): OtherDoor {
  return consoleDoor({
    files: consoleFiles(),
    trust: { ...trust, clock },
    settings: { region, live: false, events: true },
    log,
    more: { 'POST /console/link': (event) => signInByLink(event, sessions) },
  });
}
