import { hash } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Key, Store, Write } from '../../ports/store.ts';
import { isSame } from './secrets.ts';

/** A user that a derived config names (HEAT_SIGNAL): for the one server of its deployment, until a time in epoch milliseconds. */
interface DeployUser {
  passwordHash: string;
  server: string;
  project: string;
  until: number;
}

const keyOf = (id: string): Key => ({ partition: `heat-deploy-user#${id}`, sort: 'user' });

const hashOf = (password: string): string => hash('sha256', password, 'hex');

/** What a deployment's user is to be. */
export interface NewDeployUser extends Omit<DeployUser, 'passwordHash'> {
  id: string;
  password: string;
}

/**
 * Makes the user of a deployment, whose id is its name, in place of the one it had when it was run before; of the password only the digest of its 256
 * random bits is kept.
 */
export async function deployUserWrite(
  store: Store,
  { id, password, server, project, until }: NewDeployUser,
): Promise<Write> {
  const before = await store.get(keyOf(id));
  const value: DeployUser = { passwordHash: hashOf(password), server, project, until };
  return { put: { ...keyOf(id), value, expires: Math.ceil(until / 1000) }, expect: before?.version ?? 0 };
}

/** The write that takes the user of a deployment away, where it has one. */
export async function deployUserRemoval(store: Store, id: string): Promise<Write[]> {
  const stored = await store.get(keyOf(id));
  return stored ? [{ remove: keyOf(id), expect: stored.version }] : [];
}

/** Whom a deployment's user stands for. */
export async function deployUserOf(
  { store, clock }: { store: Store; clock: Clock },
  id: string,
  password: string,
): Promise<{ server: string; project: string; until: number } | undefined> {
  const user = (await store.get<DeployUser>(keyOf(id)))?.value;
  if (!user || !isSame(hashOf(password), user.passwordHash) || clock.now() >= user.until) return undefined;
  return { server: user.server, project: user.project, until: user.until };
}
