import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Objects } from '../../../functions/ports/objects.ts';

/** What a command of a node has printed so far, from its pieces or the one log that was made of them; undefined once there is neither. */
export async function readLog(id: string, { objects }: { objects: Objects }): Promise<string | undefined> {
  const { objects: found } = await objects.list('.nodes', { prefix: `logs/${hash('sha256', id, 'hex')}/` });
  const bodies = await Promise.all(found.map(({ key }) => objects.get('.nodes', key)));
  const texts = bodies.flatMap((one) => (one ? [textOf(one.head.key, one.body)] : []));
  return texts.length > 0 ? texts.join('') : undefined;
}

const textOf = (key: string, body: Uint8Array): string =>
  (key.endsWith('.gz') ? gunzipSync(body) : Buffer.from(body)).toString();
