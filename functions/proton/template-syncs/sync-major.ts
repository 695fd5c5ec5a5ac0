import { createHash } from 'node:crypto';
import { ApiError } from '../../api/error.ts';
import type { Ports } from '../../ports/ports.ts';
import { RepositoryRefused } from '../../ports/repository-refused.ts';
import type { SourceFolder } from '../../ports/sources.ts';
import type { Stored } from '../../ports/store.ts';
import { readArchive } from '../bundles/archive.ts';
import { BundleError } from '../bundles/bundle-error.ts';
import { ownBucket } from '../bundles/stored-bundle.ts';
import { invalid } from '../errors.ts';
import type { AttemptRecord } from '../repository-syncs/attempt.ts';
import { branchOf, revisionOf } from '../repository-syncs/config.ts';
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
export async function syncMajor(config: TemplateSyncRecord, folder: MajorFolder, ports: Syncing): Promise<void> {
  const { store, clock } = ports;
  const key = majorSyncKey(config, config, folder.major);
  const before = await store.get<MajorSyncRecord>(key);
  if (before && (await isThere(before, folder, { config, store }))) return;
  const startedAt = clock.now();
  const targetRevision = revisionOf(config, folder.sha, folder.directory);
  const made = await attempted(config, folder, ports);
  const isMade = typeof made !== 'string';
  const event = isMade
    ? { type: 'VERSION_REGISTERED', event: `Version ${made.major}.${made.minor} is being registered.` }
    : { type: 'SYNC_FAILED', event: made };
  const latest: AttemptRecord = {
    status: isMade ? 'SUCCEEDED' : 'FAILED',
    startedAt,
    events: [{ ...event, time: clock.now(), externalId: folder.sha }],
    target: config.templateName,
    initialRevision: before?.value.latest.targetRevision ?? targetRevision,
    targetRevision,
  };
  const value: MajorSyncRecord = {
    ...before?.value,
    major: folder.major,
    latest,
    ...(isMade && { folderId: folder.id, minor: made.minor, latestSuccessful: latest }),
  };
  await store.write([{ put: { ...key, value }, expect: before?.version ?? 0 }]);
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

/** The version that was made, or why none was. */
async function attempted(
  config: TemplateSyncRecord,
  folder: MajorFolder,
  ports: Syncing,
): Promise<VersionRecord | string> {
  try {
    return await registered(config, folder, ports);
  } catch (error) {
    if (error instanceof ApiError || error instanceof BundleError || error instanceof RepositoryRefused)
      return error.message;
    throw error;
  }
}

async function registered(
  config: TemplateSyncRecord,
  folder: MajorFolder,
  { sources, ...ports }: Syncing,
): Promise<VersionRecord> {
  const { account, region, templateName } = config;
  const kind = kindOf(config);
  const majorVersion = await majorFor(config, folder.major, ports);
  const body = await sources.archive(branchOf(config), folder.id);
  const registration = kind === 'service' ? registrationIn(await readArchive(body)) : {};
  const key = ['syncs', account, region, kind, templateName, `${folder.major}-${folder.id}.tar.gz`].join('/');
  await ports.objects.put(ownBucket, key, body);
  const input = {
    templateName,
    majorVersion,
    source: { s3: { bucket: ownBucket, key } },
    // The same commit makes one version of a major, whatever is repeated.
    clientToken: createHash('sha256').update(`${folder.sha} ${kind} ${templateName} ${folder.major}`).digest('hex'),
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
