import { hash } from 'node:crypto';
import type { Json } from '../../ports/json.ts';

/** The name of one start, the same for the same event and target however often it is tried: a UUID, as client tokens must be. */
export function startName(parts: Json[]): string {
  const name = hash('sha256', JSON.stringify(parts), 'hex');
  return `${name.slice(0, 8)}-${name.slice(8, 12)}-8${name.slice(13, 16)}-a${name.slice(17, 20)}-${name.slice(20, 32)}`;
}
