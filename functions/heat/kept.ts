import type { Ids } from '../ports/ids.ts';
import type { Json } from '../ports/json.ts';
import type { Objects } from '../ports/objects.ts';

/** JSON in a record, or the key of the object that holds it, for records must stay small. */
export type Kept = { json: Json } | { object: string };

/** Bytes of JSON that go into a record at most; more belongs to an object. */
const inlineBytes = 16_384;
const bucket = '.heat';

/** Puts JSON away, large JSON as an object in the folder. */
export async function keep(
  json: Json,
  folder: string,
  { objects, ids }: { objects: Objects; ids: Ids },
): Promise<Kept> {
  const text = JSON.stringify(json);
  if (text.length * 3 <= inlineBytes || Buffer.byteLength(text) <= inlineBytes) return { json };
  const object = `${folder}/${ids.uuid()}`;
  await objects.put(bucket, object, Buffer.from(text));
  return { object };
}

/** The JSON again. */
export async function kept(value: Kept, { objects }: { objects: Objects }): Promise<Json> {
  if ('json' in value) return value.json;
  const found = await objects.get(bucket, value.object);
  if (!found) throw new Error(`The object ${value.object} is gone`);
  return JSON.parse(Buffer.from(found.body).toString()) as Json;
}

/** Removes the objects of what no record names any more. */
export async function discard(values: (Kept | undefined)[], { objects }: { objects: Objects }): Promise<void> {
  for (const value of values) if (value && 'object' in value) await objects.remove(bucket, value.object);
}
