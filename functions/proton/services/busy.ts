import type { Store } from '../../ports/store.ts';
import { instanceKey, pipelineKey } from '../deployments/names.ts';
import { busy } from '../deployments/record.ts';
import { conflict } from '../errors.ts';
import type { InstanceRecord } from '../service-instances/record.ts';
import type { PipelineRecord } from '../service-pipelines/record.ts';
import { userOf } from '../uses.ts';
import { getService, type ServiceRecord } from './record.ts';

/** Throws ConflictException while a service changes. */
export function checkAtRest({ name, status, operation }: ServiceRecord): void {
  if (operation) throw conflict(`The service ${name} is ${status} and cannot be changed.`);
}

/** The service's pipeline, which must be at rest; undefined where there is none. */
export async function pipelineAtRest(store: Store, service: ServiceRecord) {
  const pipeline = await store.get<PipelineRecord>(pipelineKey(service, service.name));
  if (pipeline && busy.has(pipeline.value.status))
    throw conflict(`The pipeline of service ${service.name} is ${pipeline.value.status} and cannot be changed.`);
  return pipeline;
}

/** Throws ConflictException for an instance that a component is attached to. */
export async function checkDetached(instance: InstanceRecord, store: Store): Promise<void> {
  const { serviceName, instanceName } = instance;
  const component = await userOf(store, instanceKey(instance, serviceName, instanceName));
  if (component !== undefined)
    throw conflict(`The service instance ${instanceName} cannot be deleted: ${component} is attached to it.`);
}

/** Throws ConflictException for a new instance that its service takes back where another one fails. */
export async function checkStays(instance: InstanceRecord, store: Store): Promise<void> {
  const { serviceName, instanceName } = instance;
  const operation = (await getService(store, instance, serviceName))?.value.operation;
  if (operation?.type === 'update' && Object.hasOwn(operation.created, instanceName))
    throw conflict(`The service instance ${instanceName} is new, and the service ${serviceName} still changes.`);
}
