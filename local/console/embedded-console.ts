import type { OtherDoor } from '../../functions/api/doors.ts';
import type { Signatures } from '../../functions/api/verify.ts';
import { consoleDoor } from '../../functions/console/door.ts';
import type { Ports } from '../../functions/ports/ports.ts';
import type { ChangeFeed } from './changes.ts';
import { consoleFiles } from './console-files.ts';
import { openLive } from './live.ts';
import type { Sessions } from './sessions.ts';
import { linkForCaller, signInByLink } from './sign-in.ts';

/** Whom the console's door trusts, and what else it is made of. */
export interface ConsoleParts {
  trust: Omit<Signatures, 'clock' | 'region'>;
  region: string;
  sessions: Sessions;
  feed: ChangeFeed;
}

/** The console's door of the embedded program: sign-ins by link work on its own machine, and changes are told as they happen until `close`. */
export function embeddedConsole(
  ports: Pick<Ports, 'clock' | 'ids' | 'log' | 'store' | 'objects'>,
  { trust, region, sessions, feed }: ConsoleParts,
): { door: OtherDoor; close: () => void } {
  const { clock, ids, log } = ports;
  const signatures = { ...trust, clock };
  const live = openLive(feed, signatures, ids);
  const door = consoleDoor({
    files: consoleFiles(),
    trust: signatures,
    settings: { region, live: true, events: true },
    log,
    more: {
      'POST /console/link': (event) => signInByLink(event, sessions),
      'POST /console/links': (event) => linkForCaller(event, sessions, signatures),
      'GET /console/live': live.serve,
      'GET /console/rendered': async (event) =>
        (await import('../../functions/console/rendered.ts')).renderedFiles(ports, signatures)(event),
    },
  });
  return { door, close: live.end };
}
