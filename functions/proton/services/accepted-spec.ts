import type { Store, Write } from '../../ports/store.ts';
import type { Deployable } from '../deployments/record.ts';
import { instancesOf } from '../service-instances/record.ts';
import { instanceNamed, readServiceSpec } from '../specs/spec.ts';
import { putSpec, storedSpec } from '../specs/stored-spec.ts';
import { withInstance } from '../specs/with-instance.ts';
import { getService, serviceItem, type ServiceRecord } from './record.ts';

/**
 * The change by which the new spec that an instance or a pipeline was updated with becomes the service's; of one that leaves out other instances only
 * the instance's own entry does. While the service itself changes it has its own.
 */
export async function acceptedSpec(part: Deployable, store: Store): Promise<Write[]> {
  if (part.serviceName === undefined) return [];
  const service = await getService(store, part, part.serviceName);
  const { specId } = part.current;
  if (!service || service.value.operation || service.value.specId === specId) return [];
  const accept = (id: string): Write => ({
    put: serviceItem({ ...service.value, specId: id }),
    expect: service.version,
  });
  const text = await storedSpec(store, specId);
  const { instanceName } = part;
  if (instanceName === undefined || (await namesAll(text, service.value, store))) return [accept(specId)];
  const ofServiceId = `${specId}-of-${part.lastAttemptedDeploymentId}`;
  const merged = await withInstance(await storedSpec(store, service.value.specId), text, instanceName);
  return [accept(ofServiceId), putSpec(ofServiceId, merged)];
}

async function namesAll(text: string, service: ServiceRecord, store: Store): Promise<boolean> {
  const spec = readServiceSpec(text);
  const instances = await instancesOf(store, service, service.name);
  return instances.every(({ value }) => instanceNamed(spec, value.instanceName));
}
