import { computed, signal } from '@preact/signals';

/** An access key; `expires` in epoch milliseconds where it ends by itself. */
export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  expires?: number;
}

/** Who is signed in, as the server tells. */
export interface Caller {
  arn: string;
  name: string;
  account: string;
  region: string;
  groups?: string[];
}

/** Keys with whose they are. They live in this variable alone: closing or reloading the page forgets them. */
export interface Session {
  keys: Keys;
  caller: Caller;
}

/** The session, once somebody has signed in. */
export const session = signal<Session | undefined>(undefined);

/** Why somebody must sign in again. */
export const farewell = signal('');

/** Who is signed in. */
export const me = computed(() => session.value?.caller);

/** The keys to sign with. Throws where nobody is signed in. */
export function keysNow(): Keys {
  const { keys } = session.peek() ?? {};
  if (!keys) throw new Error('Nobody is signed in');
  return keys;
}

/** Signs in with a key: the server says whose it is. Throws in words for whoever signs in. */
export async function signIn(keys: Keys): Promise<void> {
  const { signedFetch } = await import('./clients/signed-fetch.ts');
  const answer = await signedFetch('/console/session', { method: 'POST', keys });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  session.value = { keys, caller: (await answer.json()) as Caller };
  farewell.value = '';
}

/** Signs in with the token of a link. Throws in words for whoever opened it. */
export async function signInByLink(token: string): Promise<void> {
  const answer = await fetch('/console/link', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) throw new Error(await reasonOf(answer));
  await signIn((await answer.json()) as Keys);
}

/** Forgets the keys. */
export function signOut(reason = ''): void {
  farewell.value = reason;
  session.value = undefined;
}

const reasons: Record<string, string> = {
  UnrecognizedClientException: 'This access key is not known here.',
  InvalidSignatureException: 'The secret does not belong to this access key, or the clock of this machine is wrong.',
  SignatureDoesNotMatch: 'The secret does not belong to this access key.',
};

async function reasonOf(answer: Response): Promise<string> {
  const { __type = '', message = '' } = (await answer.json().catch(() => ({}))) as Record<string, string>;
  return reasons[__type] ?? (message || `The server answered ${answer.status}`);
}
