import type { ServiceError } from '@aws-sdk/client-opsworks';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored } from '../../ports/store.ts';
import { wireTime } from '../wire-time.ts';

/** Something this server could not do for a stack; times in epoch milliseconds. */
export interface ServiceErrorRecord {
  id: string;
  stackId: string;
  instanceId?: string;
  type: string;
  message: string;
  createdAt: number;
}

const daysKept = 90;
const most = 100;

const ofStack = (stackId: string): string => `opsworks-service-errors#${stackId}`;
const byId = (id: string): string => `opsworks-service-error#${id}`;

/** Writes down what could not be done. */
export async function addServiceError(
  given: Pick<ServiceErrorRecord, 'stackId' | 'instanceId' | 'type' | 'message'>,
  { store, ids, clock }: Pick<Ports, 'store' | 'ids' | 'clock'>,
): Promise<void> {
  const createdAt = clock.now();
  const value: ServiceErrorRecord = { ...given, id: ids.uuid(), createdAt };
  const put = {
    partition: ofStack(given.stackId),
    sort: `${nextOrder(createdAt)}#${value.id}`,
    value,
    indexes: { parent: { partition: byId(value.id), sort: 'error' } },
    expires: Math.ceil(createdAt / 1000) + daysKept * 86_400,
  };
  await store.write([{ put, expect: 0 }]);
}

/** The newest of a stack. */
export const serviceErrorsOf = async (store: Store, stackId: string): Promise<ServiceErrorRecord[]> =>
  (await store.list<ServiceErrorRecord>({ partition: ofStack(stackId), descending: true, limit: most })).items.map(
    ({ value }) => value,
  );

/** The one of an id; undefined when there is none. */
export async function findServiceError(store: Store, id: string): Promise<Stored<ServiceErrorRecord> | undefined> {
  if (!/^[\w-]{1,64}$/.test(id)) return undefined;
  return (await store.list<ServiceErrorRecord>({ index: 'parent', partition: byId(id), limit: 1 })).items[0];
}

/** An error as it is shown. */
export const serviceErrorView = (record: ServiceErrorRecord): ServiceError => ({
  ServiceErrorId: record.id,
  StackId: record.stackId,
  InstanceId: record.instanceId,
  Type: record.type,
  Message: record.message,
  CreatedAt: wireTime(record.createdAt),
});
