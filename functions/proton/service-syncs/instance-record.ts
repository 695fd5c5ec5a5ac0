import type { Item, Key, Store, Stored, Write } from '../../ports/store.ts';
import { allRecords } from '../../ports/every-record.ts';
import { partitionOf, type Place } from '../place.ts';
import type { AttemptRecord } from '../repository-syncs/attempt.ts';
import type { Blocker } from './blockers.ts';

/** What came of the sync of an instance, whether there is such an instance or not. */
export interface InstanceSyncRecord extends Place {
  serviceName: string;
  instanceName: string;
  latest?: AttemptRecord;
  latestSuccessful?: AttemptRecord;
  /** A hash of the entry of the spec that was deployed last; absent where it must be deployed whatever it is. */
  entry?: string;
  /** What keeps it from being synced, the newest first. */
  blockers?: Blocker[];
}

/** An instance by its names. */
export type InstanceName = Pick<InstanceSyncRecord, 'serviceName' | 'instanceName'>;

const partition = (place: Place, serviceName: string): string =>
  partitionOf('service-instance-sync', place, serviceName);

const instanceSyncKey = (place: Place, { serviceName, instanceName }: InstanceName): Key => ({
  partition: partition(place, serviceName),
  sort: instanceName,
});

export const instanceSyncItem = (value: InstanceSyncRecord): Item<InstanceSyncRecord> => ({
  ...instanceSyncKey(value, value),
  value,
});

export const getInstanceSync = (store: Store, place: Place, of: InstanceName) =>
  store.get<InstanceSyncRecord>(instanceSyncKey(place, of));

/** Those of all instances of a service. */
export const instanceSyncsOf = (
  store: Store,
  place: Place,
  serviceName: string,
): Promise<Stored<InstanceSyncRecord>[]> => allRecords(store, { partition: partition(place, serviceName) });

export const removal = ({ partition: of, sort, version }: Stored<InstanceSyncRecord>): Write => ({
  remove: { partition: of, sort },
  expect: version,
});
