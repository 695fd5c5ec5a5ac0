import { hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { Objects } from '../../../functions/ports/objects.ts';

/** What a command of a node has printed so far, from its pieces or the one log that was made of them; undefined once there is neither. */
export async function readLog(id: string, { objects }: { objects: Objects }): Promise<string | undefined> {
  const folder = `logs/${hash('sha256', id, 'hex')}/`;
  const { objects: found } = await objects.list('.nodes', { prefix: `${folder}0` });
  const pieces = await Promise.all(found.map(({ key }) => objects.get('.nodes', key)));
  // The pieces go one by one once there is a whole.
  const whole = await objects.get('.nodes', `${folder}log.gz`);
  if (whole) return gunzipSync(whole.body).toString();
  const texts = pieces.flatMap((piece) => (piece ? [Buffer.from(piece.body).toString()] : []));
  return texts.length > 0 ? texts.join('') : undefined;
}
