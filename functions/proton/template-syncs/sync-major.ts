import { ApiError } from '../../api/error.ts';
import type { Ports } from '../../ports/ports.ts';
import { RepositoryRefused } from '../../ports/repository-refused.ts';
import type { SourceFolder } from '../../ports/sources.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { readArchive } from '../bundles/archive.ts';
import { BundleError } from '../bundles/bundle-error.ts';
import { ownBucket } from '../bundles/stored-bundle.ts';
import { invalid } from '../errors.ts';
import type { AttemptRecord } from '../repository-syncs/attempt.ts';
import { branchOf, revisionOf } from '../repository-syncs/config.ts';
import { stillTaken } from '../repository-syncs/taken.ts';
import type { Syncing } from '../tasks/sync-repositories.ts';
import { createTemplateVersion } from '../template-versions/create-template-version.ts';
import { getMajor, getVersion, type VersionRecord } from '../template-versions/record.ts';
import { requireTemplate } from '../templates/record.ts';
import { kindOf, type MajorSyncRecord, majorSyncKey, type TemplateSyncRecord } from './record.ts';
import { registrationIn } from './registration-file.ts';

/** The folder of a major in a commit. */
export interface MajorFolder extends SourceFolder {
  major: number;
  sha: string;
  directory: string;
}

/**
 * Registers what is in the folder of a major as its next minor, unless the last version that was made of it is of the same content and still there.
 * What is wrong with it is on record as a failed attempt.
 */
export async function syncMajor(
  config: Stored<TemplateSyncRecord>,
  folder: MajorFolder,
  ports: Syncing,
): Promise<void> {
  const { store, clock } = ports;
  const { value } = config;
  const key = majorSyncKey(value, value, folder.major);
  const before = await store.get<MajorSyncRecord>(key);
  if (before && (await isThere(before, folder, { config: value, store }))) return;
  const startedAt = clock.now();
  const targetRevision = revisionOf(value, folder.sha, folder.directory);
  const writesOf = (status: AttemptRecord['status'], event: string, made?: VersionRecord): Write[] => {
    const type = made ? 'VERSION_REGISTERED' : 'SYNC_FAILED';
    const latest: AttemptRecord = {
      status,
      startedAt,
      events: [{ type, event, time: clock.now(), externalId: folder.sha }],
      target: value.templateName,
      initialRevision: before?.value.latest.targetRevision ?? targetRevision,
      targetRevision,
    };
    const registered = made && { folderId: folder.id, minor: made.minor, latestSuccessful: latest };
    const after: MajorSyncRecord = { ...before?.value, major: folder.major, latest, ...registered };
    return [{ put: { ...key, value: after }, expect: before?.version ?? 0 }, stillTaken(config)];
  };
  // What was made is on record with the version itself: the same content makes one, whatever is repeated.
  const together = (made: VersionRecord): Write[] =>
    writesOf('SUCCEEDED', `Version ${made.major}.${made.minor} is being registered.`, made);
  const why = await refusal(value, folder, { ...ports, together });
  if (why !== undefined) await store.write(writesOf('FAILED', why));
}

async function isThere(
  { value }: Stored<MajorSyncRecord>,
  folder: MajorFolder,
  { config, store }: { config: TemplateSyncRecord } & Pick<Ports, 'store'>,
): Promise<boolean> {
  if (value.folderId !== folder.id || value.minor === undefined) return false;
  const { account, region, templateName } = config;
  const version = { account, region, kind: kindOf(config), templateName };
  return (
    (await getVersion(store, { ...version, major: String(value.major), minor: String(value.minor) })) !== undefined
  );
}

interface Registering extends Syncing {
  together: (made: VersionRecord) => Write[];
}

/** Why no version could be made; undefined where one was. */
async function refusal(
  config: TemplateSyncRecord,
  folder: MajorFolder,
  ports: Registering,
): Promise<string | undefined> {
  try {
    await registered(config, folder, ports);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError || error instanceof BundleError || error instanceof RepositoryRefused)
      return error.message;
    throw error;
  }
}

async function registered(
  config: TemplateSyncRecord,
  folder: MajorFolder,
  { sources, ...ports }: Registering,
): Promise<VersionRecord> {
  const { account, region, templateName } = config;
  const kind = kindOf(config);
  const majorVersion = await majorFor(config, folder.major, ports);
  const body = await sources.archive(branchOf(config), folder.id);
  const registration = kind === 'service' ? registrationIn(await readArchive(body)) : {};
  // Of a name of its own in each commit: the registration of the same content from an earlier one may yet take its archive away.
  const name = `${folder.major}-${folder.id}-${folder.sha}.tar.gz`;
  const key = ['syncs', account, region, kind, templateName, name].join('/');
  await ports.objects.put(ownBucket, key, body);
  const input = {
    templateName,
    majorVersion,
    source: { s3: { bucket: ownBucket, key } },
    ...registration,
  };
  return createTemplateVersion(kind, input, { ...ports, caller: { account, region } });
}

/** A new major must be the next. */
async function majorFor(
  config: TemplateSyncRecord,
  major: number,
  { store }: Pick<Ports, 'store'>,
): Promise<string | undefined> {
  const { account, region, templateName: name } = config;
  const { value } = await requireTemplate(store, kindOf(config), { account, region, name });
  if (await getMajor(store, value, major)) return String(major);
  if (major === value.lastMajor + 1) return undefined;
  throw invalid(`v${major}/ cannot be major version ${major}: the next of ${name} is ${value.lastMajor + 1}.`);
}
