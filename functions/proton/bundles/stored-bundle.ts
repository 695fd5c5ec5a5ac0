import type { Objects } from '../../ports/objects.ts';

/** The program's own copies of registered bundles: what was checked is what is deployed, whatever becomes of the customer's object. */
export const ownBucket = '.proton';

const bundleKey = (versionId: string): string => `versions/${versionId}/bundle.tar.gz`;
const schemaKey = (versionId: string): string => `versions/${versionId}/schema.yaml`;

/** Keeps the bundle of a version and its schema. */
export async function keepBundle(
  objects: Objects,
  versionId: string,
  { body, schemaText }: { body: Uint8Array; schemaText: string },
): Promise<void> {
  await objects.put(ownBucket, bundleKey(versionId), body);
  await objects.put(ownBucket, schemaKey(versionId), Buffer.from(schemaText));
}

export async function removeBundle(objects: Objects, versionId: string): Promise<void> {
  await objects.remove(ownBucket, bundleKey(versionId));
  await objects.remove(ownBucket, schemaKey(versionId));
}

/** The text of a version's schema; undefined where it is not registered. */
export async function storedSchema(objects: Objects, versionId: string): Promise<string | undefined> {
  const found = await objects.get(ownBucket, schemaKey(versionId));
  return found && Buffer.from(found.body).toString();
}

/** The bundle of a registered version. */
export async function storedBundle(objects: Objects, versionId: string): Promise<Uint8Array> {
  const found = await objects.get(ownBucket, bundleKey(versionId));
  if (!found) throw new Error(`The bundle of template version ${versionId} is gone.`);
  return found.body;
}
