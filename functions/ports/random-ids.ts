import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Ids } from './ids.ts';

/** Ids from the system's secure random source. */
export const randomIds = (): Ids => ({
  uuid: () => randomUUID(),
  orderedUuid,
  token: () => randomBytes(32).toString('base64url'),
  fraction: () => randomInt(2 ** 47) / 2 ** 47,
});

/** Milliseconds, then 74 random bits. Source: https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 */
function orderedUuid(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
