import type { TemplateSyncConfig, TemplateType } from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { required } from '../errors.ts';
import { partitionOf, type Place } from '../place.ts';
import type { AttemptRecord } from '../repository-syncs/attempt.ts';
import { syncItem, type GivenBranch, givenBranch, pathInside, type SyncedBranch } from '../repository-syncs/config.ts';
import { templateArn, type TemplateKind } from '../templates/record.ts';

/** From where versions of a template come. */
export interface TemplateSyncRecord extends SyncedBranch {
  templateName: string;
  templateType: TemplateType;
  subdirectory?: string;
  /** The commit that was synced last, whatever came of it. */
  sha?: string;
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

/** The template that it is of. */
export const syncedTemplateArn = (place: Place, of: TemplateSyncName): string =>
  templateArn(kindOf(of), place, of.templateName ?? '');

/** What a request says of a config. Throws ValidationException for a folder outside the repository. */
export function givenTemplateSync(
  place: Place,
  input: TemplateSyncName & GivenBranch & { subdirectory?: string | undefined },
): TemplateSyncRecord {
  const { templateName = '', templateType = 'ENVIRONMENT', subdirectory } = input;
  if (subdirectory !== undefined) pathInside(subdirectory, 'subdirectory');
  return {
    ...givenBranch(place, input),
    templateName,
    templateType,
    ...(subdirectory !== undefined && { subdirectory }),
  };
}

export const templateSyncKey = (place: Place, { templateName = '', templateType = 'ENVIRONMENT' }: TemplateSyncName) =>
  ({ partition: partitionOf('template-sync', place), sort: `${templateType}#${templateName}` }) satisfies Key;

/** The partition of what was made of a template's majors. */
export const majorSyncKey = (place: Place, of: TemplateSyncName, major: number | string): Key => ({
  partition: partitionOf('template-sync-major', place, of.templateType ?? '', of.templateName ?? ''),
  sort: String(major),
});

export const templateSyncItem = (value: TemplateSyncRecord) => syncItem(templateSyncKey(value, value), value);

export const getTemplateSync = (store: Store, place: Place, of: TemplateSyncName) =>
  store.get<TemplateSyncRecord>(templateSyncKey(place, of));

/** The config, or ResourceNotFoundException. */
export const requireTemplateSync = async (
  store: Store,
  place: Place,
  of: TemplateSyncName,
): Promise<Stored<TemplateSyncRecord>> =>
  required(await getTemplateSync(store, place, of), 'template sync config', syncedTemplateArn(place, of));

/** The folder of a template in its repository. */
export const directoryOf = ({ subdirectory = '', templateName }: TemplateSyncRecord): string =>
  [pathInside(subdirectory, 'subdirectory'), templateName].filter((part) => part !== '').join('/');

/** What answers show of a config. */
export const templateSyncView = (one: TemplateSyncRecord): TemplateSyncConfig => ({
  templateName: one.templateName,
  templateType: one.templateType,
  repositoryName: one.repositoryName,
  repositoryProvider: one.repositoryProvider,
  branch: one.branch,
  subdirectory: one.subdirectory,
});
