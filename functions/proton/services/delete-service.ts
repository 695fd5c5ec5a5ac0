import type { DeleteServiceInput, DeleteServiceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { keyOf } from '../deployments/names.ts';
import { busy, type Deployable } from '../deployments/record.ts';
import { conflict } from '../errors.ts';
import { instancesOf } from '../service-instances/record.ts';
import { checkDetached, pipelineAtRest } from './busy.ts';
import { deletionPlan } from './deletion-plan.ts';
import { serviceEvent } from './event.ts';
import { startService } from './machine.ts';
import { getService, type Operation, type Planned, serviceItem, type ServiceRecord } from './record.ts';
import { serviceView } from './view.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to delete a service: its pipeline, then its instances. One that is not there, or is being deleted, is as good.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteService.html
 */
export async function deleteService(
  { name = '' }: DeleteServiceInput,
  ports: Needs,
  { account, region }: Caller,
): Promise<DeleteServiceOutput> {
  const { store, events } = ports;
  const found = await getService(store, { account, region }, name);
  if (!found) return {};
  const { value } = found;
  if (value.status === 'DELETE_IN_PROGRESS') return { service: await serviceView(value, store) };
  if (value.operation) throw conflict(`The service ${name} is ${value.status} and cannot be deleted.`);
  const { operation, parts } = await deletion(value, ports);
  const service: ServiceRecord = { ...value, status: 'DELETE_IN_PROGRESS', operation, isModified: true };
  delete service.statusMessage;
  const kept = store.write([{ put: serviceItem(service), expect: found.version }, ...parts.map(leaving)]);
  await startService(ports, service, kept);
  await events.publish(() => [serviceEvent(service, value.status)]);
  return { service: await serviceView(service, store) };
}

const leaving = ({ value, version }: Stored<Deployable>): Write => ({
  put: { ...keyOf(value), value: { ...value, status: 'DELETE_IN_PROGRESS' } },
  expect: version,
});

async function deletion(
  service: ServiceRecord,
  ports: Needs,
): Promise<{ operation: Operation; parts: Stored<Deployable>[] }> {
  const { store, ids } = ports;
  const pipeline = await pipelineAtRest(store, service);
  const instances = await instancesOf(store, service, service.name);
  const dropped: Record<string, Planned> = {};
  for (const { value } of instances) {
    if (busy.has(value.status))
      throw conflict(
        `The service instance ${value.instanceName} is ${value.status}, so the service cannot be deleted.`,
      );
    await checkDetached(value, store);
    dropped[value.instanceName] = await deletionPlan(value, ports);
  }
  const operation: Operation = { id: ids.uuid(), type: 'delete', created: {}, dropped };
  if (pipeline) operation.pipeline = await deletionPlan(pipeline.value, ports);
  return { operation, parts: [...instances, ...(pipeline ? [pipeline] : [])] };
}
