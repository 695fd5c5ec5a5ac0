import type { JsonObject } from '../../ports/json.ts';
import { badRequest } from '../errors.ts';

/** Thirty days. */
const longest = 2_592_000;

/** How many seconds a body gives a deployment to end, which is ours. Throws HTTPBadRequest. */
export function secondsIn({ timeout }: JsonObject): number | undefined {
  if (timeout === undefined || timeout === null) return undefined;
  if (typeof timeout === 'number' && Number.isInteger(timeout) && timeout >= 1 && timeout <= longest) return timeout;
  throw badRequest(`timeout must be a whole number of seconds from 1 to ${longest}`);
}
