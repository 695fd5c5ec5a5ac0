import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Ids } from './ids.ts';

/** Ids from the system's secure random source. */
export const randomIds = (): Ids => ({
  uuid: () => randomUUID(),
  token: () => randomBytes(32).toString('base64url'),
  fraction: () => randomInt(2 ** 47) / 2 ** 47,
});
