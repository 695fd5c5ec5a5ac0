import { hash } from 'node:crypto';
import type { Principal, Principals } from '../../functions/api/principal.ts';
import type { Clock } from '../../functions/ports/clock.ts';
import type { Ids } from '../../functions/ports/ids.ts';

/** Keys that a link was exchanged for; `expires` is in epoch milliseconds. */
export interface SessionKeys {
  accessKeyId: string;
  secretAccessKey: string;
  expires: number;
}

/** Sign-ins of the console by link, all in memory: a restart ends them. */
export interface Sessions {
  /** The principals, those who signed in by link among them for as long as they may. */
  principals: Principals;
  /** A token that the principal of this access key may exchange once. */
  link(accessKeyId: string): string;
  /** Whether an access key is that of a sign-in. */
  isSignIn(accessKeyId: string): boolean;
  /** Keys for a token; undefined where it was used, is too old, or never was one. */
  exchange(token: string): SessionKeys | undefined;
}

/** How long a link waits to be opened, in milliseconds. */
const linkLife = 600_000;
/** How long a sign-in lasts: a working day. */
const sessionLife = 8 * 3_600_000;
/** As many of each as there may be; the oldest go. */
const most = 100;

interface Session extends SessionKeys {
  owner: string;
  /** What was made of whom, so that the same principal is the same object. */
  known?: { from: Principal; principal: Principal };
}

/** Makes links, and the short-lived keys that they are exchanged for, which can do what their owner can, as long as the owner is there. */
export function openSessions({ principals, clock, ids }: { principals: Principals; clock: Clock; ids: Ids }): Sessions {
  const links = new Map<string, { owner: string; expires: number }>();
  const sessions = new Map<string, Session>();
  const find = async (accessKeyId: string): Promise<Principal | undefined> => {
    const session = sessions.get(accessKeyId);
    if (!session) return principals.find(accessKeyId);
    const from = clock.now() < session.expires ? await principals.find(session.owner) : undefined;
    if (!from) return void sessions.delete(accessKeyId);
    if (session.known?.from === from) return session.known.principal;
    const { secretAccessKey } = session;
    session.known = { from, principal: { ...from, accessKeyId, secretAccessKey } };
    return session.known.principal;
  };
  return {
    principals: { find },
    link: (owner) => {
      const token = ids.token();
      keep(links, hash('sha256', token, 'hex'), { owner, expires: clock.now() + linkLife });
      return token;
    },
    isSignIn: (accessKeyId) => sessions.has(accessKeyId),
    exchange: (token) => {
      const name = hash('sha256', token, 'hex');
      const link = links.get(name);
      links.delete(name);
      if (!link || clock.now() >= link.expires) return undefined;
      const keys = { ...newKeys(ids), expires: clock.now() + sessionLife };
      keep(sessions, keys.accessKeyId, { ...keys, owner: link.owner });
      return keys;
    },
  };
}

const newKeys = (ids: Ids) => ({
  accessKeyId: `ASIA${hash('sha256', ids.token(), 'hex').slice(0, 16).toUpperCase()}`,
  secretAccessKey: ids.token(),
});

function keep<Value>(entries: Map<string, Value>, name: string, value: Value): void {
  entries.set(name, value);
  const [oldest] = entries.keys();
  if (entries.size > most && oldest !== undefined) entries.delete(oldest);
}
