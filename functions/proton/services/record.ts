import type { DeploymentStatus, ServiceStatus } from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import type { WorkPlan } from '../deployments/record.ts';
import { required } from '../errors.ts';
import { openAt } from '../open-work.ts';
import { arnOf, partitionOf, type Place } from '../place.ts';

/** A deployment, or the deletion, of a part of a service, as it is to be. */
export interface Planned {
  deploymentId: string;
  plan: WorkPlan;
  /** The status that the part had before. */
  status?: DeploymentStatus;
}

/** A change of a service that goes on: the instances that it makes and drops, by name, and what it does with the pipeline. */
export interface Operation {
  id: string;
  type: 'create' | 'update' | 'delete';
  created: Record<string, Planned>;
  dropped: Record<string, Planned>;
  pipeline?: Planned;
  /** The deletions of new instances, where one of them failed. */
  cleanup?: Record<string, Planned>;
  /** The spec that the service had, for a change that fails. */
  previousSpecId?: string;
}

/** A service as stored. Times are epoch milliseconds. */
export interface ServiceRecord extends Place {
  id: string;
  name: string;
  description?: string;
  templateName: string;
  status: ServiceStatus;
  statusMessage?: string;
  branchName?: string;
  repositoryId?: string;
  repositoryConnectionArn?: string;
  hasPipeline: boolean;
  /** The version that it was made with. */
  major: number;
  minor: number;
  /** The spec that was accepted last. */
  specId: string;
  operation?: Operation;
  /** Counts what was told of its parts; `heard` of them are known to its machine. */
  told: number;
  heard: number;
  createdAt: number;
  lastModifiedAt: number;
  /** A hash of the request that made it, and whether anything changed since. */
  request: string;
  isModified: boolean;
}

/** The partition of an account's services, by name. */
export const servicesPartition = (place: Place): string => partitionOf('service', place);

export const serviceKey = (place: Place, name: string): Key => ({ partition: servicesPartition(place), sort: name });

export const serviceArn = (place: Place, name: string): string => arnOf(place, `service/${name}`);

/** Where the token of a service's machine is kept; each operation has a machine, and its waits count from one. */
export const serviceWaitKey = (operationId: string): Key => ({
  partition: `proton#service-wait#${operationId}`,
  sort: 'wait',
});

export const getService = (store: Store, place: Place, name: string): Promise<Stored<ServiceRecord> | undefined> =>
  store.get<ServiceRecord>(serviceKey(place, name));

/** A service as it is written. */
export const serviceItem = (value: ServiceRecord) => ({
  ...serviceKey(value, value.name),
  value,
  ...(value.operation && { indexes: openAt('service', value.operation.id) }),
});

/** The service, or ResourceNotFoundException. */
export const requireService = async (store: Store, place: Place, name: string): Promise<Stored<ServiceRecord>> =>
  required(await getService(store, place, name), 'service', serviceArn(place, name));
