import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Ids } from '../../ports/ids.ts';
import { type Key, type Store, WriteConflict } from '../../ports/store.ts';

/** Which deployment a URL signals, and until when it is good, in epoch seconds. */
export interface Signal {
  project: string;
  deploymentId: string;
  expires: number;
}

const secretKey: Key = { partition: 'heat-secrets', sort: 'signals' };
const secrets = new WeakMap<Store, string>();

/** The secret of all signal URLs: made when the first is, the same for good. */
async function secretOf({ store, ids }: { store: Store; ids: Ids }): Promise<string> {
  const known = secrets.get(store);
  if (known) return known;
  const stored = await store.get<{ secret: string }>(secretKey);
  const secret = stored?.value.secret ?? (await madeSecret(store, ids));
  secrets.set(store, secret);
  return secret;
}

async function madeSecret(store: Store, ids: Ids): Promise<string> {
  const secret = ids.token();
  try {
    await store.write([{ put: { ...secretKey, value: { secret } }, expect: 0 }]);
    return secret;
  } catch (error) {
    if (!(error instanceof WriteConflict)) throw error;
    const stored = await store.get<{ secret: string }>(secretKey);
    if (!stored) throw error;
    return stored.value.secret;
  }
}

const sign = (secret: string, { project, deploymentId, expires }: Signal): Buffer =>
  createHmac('sha256', secret)
    .update(JSON.stringify(['signal', project, deploymentId, expires]))
    .digest();

/** A URL that does one thing, for a while: it takes the outputs of one deployment, by PUT or POST. */
export async function signalUrl(base: string, signal: Signal, ports: { store: Store; ids: Ids }): Promise<string> {
  const signature = sign(await secretOf(ports), signal).toString('base64url');
  const query = new URLSearchParams({ expires: String(signal.expires), signature });
  const path = `/v1/${encodeURIComponent(signal.project)}/signals/${signal.deploymentId}`;
  return `${base}${path}?${query.toString()}`;
}

/** Whether a signature is that of a signal, compared in constant time; `now` in epoch milliseconds. */
export async function isSigned(
  signal: Signal,
  signature: string,
  ports: { store: Store; ids: Ids; now: number },
): Promise<boolean> {
  const given = Buffer.from(signature, 'base64url');
  const right = sign(await secretOf(ports), signal);
  return given.length === right.length && timingSafeEqual(given, right) && ports.now < signal.expires * 1000;
}
