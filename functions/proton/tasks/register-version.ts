import { everyRecord } from '../../ports/every-record.ts';
import { ObjectRefused } from '../../ports/objects.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Key, Stored } from '../../ports/store.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { largestBundle } from '../bundles/archive.ts';
import { BundleError } from '../bundles/bundle-error.ts';
import { type Bundle, openBundle, partsOf } from '../bundles/open-bundle.ts';
import { keepBundle, ownBucket, removeBundle, storedSchema } from '../bundles/stored-bundle.ts';
import { breakages } from '../schemas/compatibility.ts';
import { readSchema } from '../schemas/schema.ts';
import { minorsPrefix, type VersionRecord, versionsPartition } from '../template-versions/record.ts';
import { versionEvent } from '../template-versions/update-template-version.ts';

/** What the machine hands to its tasks: the key of a version's record and the version's own id. */
export interface Registration {
  version: Key & { id: string };
}

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'events' | 'log'>;

/** The body of Register: fetches and checks a bundle, keeps a copy, and makes the version a DRAFT, or says why it cannot be one. */
export async function registerVersion({ version: at }: Registration, ports: Needs): Promise<object> {
  const { store, objects } = ports;
  const found = await registering(store, at);
  if (!found) return { status: 'DRAFT' };
  try {
    const { body, bundle } = await fetched(found.value, objects);
    await checkMinor(found.value, bundle, ports);
    await keepBundle(objects, at.id, { body, schemaText: bundle.schemaText });
    const settled = await settle(at, { status: 'DRAFT', statusMessage: '', parts: partsOf(bundle) }, ports);
    // Deleted meanwhile: nobody will ask for the copies.
    if (!settled) await removeBundle(objects, at.id);
    const { bucket, key } = found.value.source;
    // What a sync laid there was for this alone.
    if (bucket === ownBucket) await objects.remove(bucket, key);
    return { status: 'DRAFT' };
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    await settle(at, { status: 'REGISTRATION_FAILED', statusMessage: error.message }, ports);
    return { status: 'REGISTRATION_FAILED' };
  }
}

/** The last resort of the machine: no version stays in registration. */
export async function recordRegistrationFailure(
  { version: at, error }: Registration & { error?: { Error?: string; Cause?: string } },
  ports: Needs,
): Promise<object> {
  ports.log.error('a registration was given up', { version: at.sort, error: error?.Error, cause: error?.Cause });
  const statusMessage = 'The bundle could not be registered because of an internal error. Create another version.';
  await settle(at, { status: 'REGISTRATION_FAILED', statusMessage }, ports);
  return { status: 'REGISTRATION_FAILED' };
}

async function registering(
  store: Ports['store'],
  at: Key & { id: string },
): Promise<Stored<VersionRecord> | undefined> {
  const found = await store.get<VersionRecord>({ partition: at.partition, sort: at.sort });
  return found?.value.id === at.id && found.value.status === 'REGISTRATION_IN_PROGRESS' ? found : undefined;
}

async function fetched(
  version: VersionRecord,
  objects: Ports['objects'],
): Promise<{ body: Uint8Array; bundle: Bundle }> {
  const { bucket, key } = version.source;
  const place = `s3://${bucket}/${key}`;
  const found = await objects.get(bucket, key, largestBundle).catch((error: unknown) => {
    if (error instanceof ObjectRefused) throw new BundleError(`${place} cannot be read: ${error.message}.`);
    throw error;
  });
  if (!found) throw new BundleError(`${place} does not exist.`);
  return { body: found.body, bundle: await openBundle(found.body, version) };
}

/** A minor version must take all that the registered one before it takes. */
async function checkMinor(version: VersionRecord, { schema }: Bundle, { store, objects }: Needs): Promise<void> {
  const { kind, templateName: name, major, minor } = version;
  const partition = versionsPartition({ ...version, name });
  const minors = { partition, prefix: minorsPrefix(major), descending: true };
  const before = await registeredBelow(minor, everyRecord<VersionRecord>(store, minors));
  const text = before && (await storedSchema(objects, before.id));
  if (!before || text === undefined) return;
  const faults = breakages(readSchema(text, kind), schema);
  if (faults.length === 0) return;
  const earlier = `${major}.${before.minor}`;
  throw new BundleError(
    `schema/schema.yaml is not compatible with version ${earlier}: ${faults.join('; ')}. Create a new major version instead.`,
  );
}

/** The first of these versions that is below a minor and was registered. */
async function registeredBelow(minor: number, versions: AsyncIterable<Stored<VersionRecord>>) {
  for await (const { value } of versions) if (value.minor < minor && value.parts) return value;
  return undefined;
}

/** Writes what came of it, unless the version is deleted or settled already; tells whether it did. */
const settle = (
  at: Key & { id: string },
  outcome: Pick<VersionRecord, 'status'> & Partial<VersionRecord>,
  { store, clock, events }: Needs,
): Promise<boolean> =>
  untilWritten(async () => {
    const found = await registering(store, at);
    if (!found) return false;
    const value: VersionRecord = { ...found.value, ...outcome, lastModifiedAt: clock.now() };
    await store.write([{ put: { partition: at.partition, sort: at.sort, value }, expect: found.version }]);
    await events.publish(() => [versionEvent(value, found.value.status)]);
    return true;
  });
