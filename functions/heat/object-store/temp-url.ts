import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Desk } from '../door.ts';
import { accountHeaders } from './account.ts';

/** Swift tells the digest by the signature's length: older clients sign with SHA-1. */
const digests: Record<number, string> = { 40: 'sha1', 64: 'sha256', 128: 'sha512' };

/**
 * Whether a request comes by a temporary URL that is good: signed over method, time and path with a key of the account. Source:
 * https://docs.openstack.org/swift/latest/api/temporary_url_middleware.html
 */
export async function isTempUrl(
  { ports, event }: Desk,
  { project, method, path }: { project: string; method: string; path: string },
): Promise<boolean> {
  const query = new URLSearchParams(event.rawQueryString);
  const given = query.get('temp_url_sig') ?? '';
  const expires = query.get('temp_url_expires') ?? '';
  const digest = digests[given.length];
  if (!digest || !/^[0-9a-f]+$/.test(given) || !/^\d{1,12}$/.test(expires)) return false;
  if (ports.clock.now() >= Number(expires) * 1000) return false;
  const keys = Object.values(await accountHeaders(ports.store, project));
  return keys.some((key) => {
    const right = createHmac(digest, key).update(`${method}\n${expires}\n${path}`).digest();
    return timingSafeEqual(Buffer.from(given, 'hex'), right);
  });
}
