import { hash } from 'node:crypto';
import type { Ids } from '../../ports/ids.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Key, Store } from '../../ports/store.ts';

/** Whom a token stands for, and until when (epoch milliseconds): a principal by its access key, or a machine. */
export interface TokenRecord {
  project: string;
  issued: number;
  expires: number;
  methods: string[];
  accessKeyId?: string;
  server?: string;
}

/** How long a token is good, in milliseconds: Keystone's default, an hour. */
const life = 3_600_000;

/** 256 random bits need no slow hash; who reads the records cannot use them, and no comparison can be timed. */
const keyOf = (token: string): Key => ({ partition: `heat-token#${hash('sha256', token, 'hex')}`, sort: 'token' });

/** Issues a token; `before` is when it must end at the latest. */
export async function issueToken(
  { store, clock, ids }: { store: Store; clock: Clock; ids: Ids },
  given: Omit<TokenRecord, 'issued' | 'expires'>,
  before = Infinity,
): Promise<{ token: string; record: TokenRecord }> {
  const token = ids.token();
  const issued = clock.now();
  const record = { ...given, issued, expires: Math.min(issued + life, before) };
  await store.write([
    { put: { ...keyOf(token), value: record, expires: Math.ceil(record.expires / 1000) }, expect: 0 },
  ]);
  return { token, record };
}

/** What a token stands for while it is good. */
export async function readToken(
  { store, clock }: { store: Store; clock: Clock },
  token: string,
): Promise<TokenRecord | undefined> {
  const record = (await store.get<TokenRecord>(keyOf(token)))?.value;
  return record && clock.now() < record.expires ? record : undefined;
}

/** Takes a token back. */
export async function revokeToken(store: Store, token: string): Promise<void> {
  const stored = await store.get(keyOf(token));
  if (stored) await store.write([{ remove: keyOf(token), expect: stored.version }]);
}
