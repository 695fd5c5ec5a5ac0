import type { ServiceSyncConfig } from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { required } from '../errors.ts';
import { partitionOf, type Place } from '../place.ts';
import { syncItem, type GivenBranch, givenBranch, pathInside, type SyncedBranch } from '../repository-syncs/config.ts';
import { serviceArn } from '../services/record.ts';
import type { Blocker } from './blockers.ts';
import type { OpsInstance } from './ops-file.ts';

/** From where the instances of a service are synced: the branch is that of its ops file. */
export interface ServiceSyncRecord extends SyncedBranch {
  serviceName: string;
  filePath: string;
  /** What the ops file said when it was read last. */
  instances?: OpsInstance[];
  /** The commits that its branches were at then, and whether everything in them was seen to. */
  heads?: Record<string, string>;
  isDone?: boolean;
  /** What keeps all instances from being synced, the newest first. */
  blockers?: Blocker[];
}

/** How requests name one. */
interface ServiceName {
  serviceName?: string | undefined;
}

/** What a request says of a config. Throws ValidationException for a file outside the repository. */
export function givenServiceSync(
  place: Place,
  input: ServiceName & GivenBranch & { filePath: string | undefined },
): ServiceSyncRecord {
  const { serviceName = '', filePath = '' } = input;
  pathInside(filePath, 'filePath');
  return { ...givenBranch(place, input), serviceName, filePath };
}

export const serviceSyncKey = (place: Place, { serviceName = '' }: ServiceName): Key => ({
  partition: partitionOf('service-sync', place),
  sort: serviceName,
});

export const serviceSyncItem = (value: ServiceSyncRecord) => syncItem(serviceSyncKey(value, value), value);

export const getServiceSync = (store: Store, place: Place, of: ServiceName) =>
  store.get<ServiceSyncRecord>(serviceSyncKey(place, of));

/** The config, or ResourceNotFoundException. */
export const requireServiceSync = async (
  store: Store,
  place: Place,
  of: ServiceName,
): Promise<Stored<ServiceSyncRecord>> =>
  required(await getServiceSync(store, place, of), 'service sync config', serviceArn(place, of.serviceName ?? ''));

/** What answers show of a config. */
export const serviceSyncView = (one: ServiceSyncRecord): ServiceSyncConfig => ({
  serviceName: one.serviceName,
  repositoryName: one.repositoryName,
  repositoryProvider: one.repositoryProvider,
  branch: one.branch,
  filePath: one.filePath,
});
