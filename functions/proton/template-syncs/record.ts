import type {
  RepositoryProvider,
  ResourceSyncAttempt,
  Revision,
  TemplateSyncConfig,
  TemplateType,
} from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import type { SourceBranch } from '../../ports/sources.ts';
import { resourceNotFound } from '../errors.ts';
import { partitionOf, type Place } from '../place.ts';
import { templateArn, type TemplateKind } from '../templates/record.ts';

/** From where versions of a template come. */
export interface TemplateSyncRecord extends Place {
  templateName: string;
  templateType: TemplateType;
  repositoryName: string;
  repositoryProvider: RepositoryProvider;
  branch: string;
  subdirectory?: string;
  /** The commit that was synced last, whatever came of it. */
  sha?: string;
}

/** An attempt as stored: times are epoch milliseconds. */
export interface AttemptRecord {
  status: 'SUCCEEDED' | 'FAILED';
  startedAt: number;
  events: { type: string; event: string; time: number; externalId?: string }[];
  target: string;
  initialSha: string;
  targetSha: string;
  directory: string;
}

/** What was made of a major's folder: `folderId` is what its content was when the last version of it was registered. */
export interface MajorSyncRecord {
  major: number;
  folderId?: string;
  minor?: number;
  latest: AttemptRecord;
  latestSuccessful?: AttemptRecord;
}

/** How requests name the template of one. */
export interface TemplateSyncName {
  templateName?: string | undefined;
  templateType?: TemplateType | undefined;
}

export const kindOf = ({ templateType }: TemplateSyncName): TemplateKind =>
  templateType === 'SERVICE' ? 'service' : 'environment';

/** The partition of all of them of all accounts (index `listing`). */
export const everyTemplateSync = 'proton#template-syncs';

export const templateSyncKey = (place: Place, { templateName = '', templateType = 'ENVIRONMENT' }: TemplateSyncName) =>
  ({ partition: partitionOf('template-sync', place), sort: `${templateType}#${templateName}` }) satisfies Key;

/** The partition of what was made of a template's majors. */
export const majorSyncKey = (place: Place, of: TemplateSyncName, major: number | string): Key => ({
  partition: partitionOf('template-sync-major', place, of.templateType ?? '', of.templateName ?? ''),
  sort: String(major),
});

export function templateSyncItem(value: TemplateSyncRecord) {
  const key = templateSyncKey(value, value);
  return {
    ...key,
    value,
    indexes: { listing: { partition: everyTemplateSync, sort: `${key.partition}#${key.sort}` } },
  };
}

export const getTemplateSync = (store: Store, place: Place, of: TemplateSyncName) =>
  store.get<TemplateSyncRecord>(templateSyncKey(place, of));

/** The config, or ResourceNotFoundException. */
export async function requireTemplateSync(
  store: Store,
  { account, region }: Place,
  of: TemplateSyncName,
): Promise<Stored<TemplateSyncRecord>> {
  const place = { account, region };
  const found = await getTemplateSync(store, place, of);
  if (!found) throw resourceNotFound('template sync config', templateArn(kindOf(of), place, of.templateName ?? ''));
  return found;
}

export const branchOf = ({ repositoryProvider, repositoryName, branch }: TemplateSyncRecord): SourceBranch => ({
  provider: repositoryProvider,
  name: repositoryName,
  branch,
});

/** The folder of a template in its repository. */
export const directoryOf = ({ subdirectory, templateName }: TemplateSyncRecord): string =>
  [...(subdirectory ?? '').split('/').filter((part) => part !== '' && part !== '.'), templateName].join('/');

/** What answers show of a config. */
export const templateSyncView = (one: TemplateSyncRecord): TemplateSyncConfig => ({
  templateName: one.templateName,
  templateType: one.templateType,
  repositoryName: one.repositoryName,
  repositoryProvider: one.repositoryProvider,
  branch: one.branch,
  subdirectory: one.subdirectory,
});

/** A commit of the config's repository. */
export const revisionOf = (one: TemplateSyncRecord, sha: string, directory: string): Revision => ({
  repositoryName: one.repositoryName,
  repositoryProvider: one.repositoryProvider,
  branch: one.branch,
  sha,
  directory,
});

export const attemptView = (one: TemplateSyncRecord, attempt: AttemptRecord): ResourceSyncAttempt => ({
  status: attempt.status,
  startedAt: new Date(attempt.startedAt),
  events: attempt.events.map(({ time, ...event }) => ({ ...event, time: new Date(time) })),
  target: attempt.target,
  initialRevision: revisionOf(one, attempt.initialSha, attempt.directory),
  targetRevision: revisionOf(one, attempt.targetSha, attempt.directory),
});
