import type { ServiceInstance, ServiceInstanceSummary } from '@aws-sdk/client-proton';
import { allRecords } from '../../ports/every-record.ts';
import type { Store, Stored } from '../../ports/store.ts';
import { templatedView } from '../deployments/deployed-view.ts';
import { instanceKey, instancesPartition } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { required } from '../errors.ts';
import type { Place } from '../place.ts';
import { serviceArn } from '../services/record.ts';
import { storedSpec } from '../specs/stored-spec.ts';

/** An instance of a service as stored. */
export interface InstanceRecord extends Deployable {
  type: 'SERVICE_INSTANCE';
  serviceName: string;
  instanceName: string;
  environmentName: string;
  lastClientRequestToken?: string;
}

/** The instance, or ResourceNotFoundException. */
export const requireInstance = async (
  store: Store,
  place: Place,
  { service, name }: { service: string; name: string },
): Promise<Stored<InstanceRecord>> =>
  required(
    await store.get<InstanceRecord>(instanceKey(place, service, name)),
    'service instance',
    `${serviceArn(place, service)}/service-instance/${name}`,
  );

/** All instances of a service, by name. */
export async function instancesOf(store: Store, place: Place, service: string): Promise<Stored<InstanceRecord>[]> {
  return allRecords(store, { partition: instancesPartition(place), prefix: `${service}#` });
}

/** What listings show of an instance. */
export const instanceSummary = (one: InstanceRecord): ServiceInstanceSummary => ({
  ...templatedView(one),
  name: one.instanceName,
  serviceName: one.serviceName,
  environmentName: one.environmentName,
});

/** An instance with the spec of the whole service that it is deployed with. */
export const instanceView = async (one: InstanceRecord, store: Store): Promise<ServiceInstance> => ({
  ...instanceSummary(one),
  spec: await storedSpec(store, one.current.specId),
  lastClientRequestToken: one.lastClientRequestToken,
});
