import type { ServiceInstance, ServiceInstanceSummary } from '@aws-sdk/client-proton';
import { allRecords } from '../../ports/every-record.ts';
import type { Store, Stored } from '../../ports/store.ts';
import { deployableArn, instanceKey, instancesPartition } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { resourceNotFound } from '../errors.ts';
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
export async function requireInstance(
  store: Store,
  { account, region }: Place,
  { service, name }: { service: string; name: string },
): Promise<Stored<InstanceRecord>> {
  const place = { account, region };
  const found = await store.get<InstanceRecord>(instanceKey(place, service, name));
  if (!found) throw resourceNotFound('service instance', `${serviceArn(place, service)}/service-instance/${name}`);
  return found;
}

/** All instances of a service, by name. */
export async function instancesOf(store: Store, place: Place, service: string): Promise<Stored<InstanceRecord>[]> {
  return allRecords(store, { partition: instancesPartition(place), prefix: `${service}#` });
}

/** What listings show of an instance. */
export const instanceSummary = (one: InstanceRecord): ServiceInstanceSummary => ({
  name: one.instanceName,
  arn: deployableArn(one),
  serviceName: one.serviceName,
  environmentName: one.environmentName,
  templateName: one.current.templateName,
  templateMajorVersion: String(one.current.major),
  templateMinorVersion: String(one.current.minor),
  createdAt: new Date(one.createdAt),
  lastDeploymentAttemptedAt: new Date(one.lastAttemptedAt),
  lastDeploymentSucceededAt: new Date(one.lastSucceededAt),
  deploymentStatus: one.status,
  deploymentStatusMessage: one.message,
  lastAttemptedDeploymentId: one.lastAttemptedDeploymentId,
  lastSucceededDeploymentId: one.lastSucceededDeploymentId,
});

/** An instance with the spec of the whole service that it is deployed with. */
export const instanceView = async (one: InstanceRecord, store: Store): Promise<ServiceInstance> => ({
  ...instanceSummary(one),
  name: one.instanceName,
  arn: deployableArn(one),
  createdAt: new Date(one.createdAt),
  spec: await storedSpec(store, one.current.specId),
  lastClientRequestToken: one.lastClientRequestToken,
});
