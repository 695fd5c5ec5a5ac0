import type { DeleteServiceInput, DeleteServiceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { ending } from '../deployments/first-pull-request.ts';
import { keyOf, pipelineKey } from '../deployments/names.ts';
import { type Deployable, type DeploymentRecord, waitKey } from '../deployments/record.ts';
import { wakeMachine } from '../deployments/tell.ts';
import { instancesOf } from '../service-instances/record.ts';
import type { PipelineRecord } from '../service-pipelines/record.ts';
import { checkDetached } from './busy.ts';
import { deletionPlan } from './deletion-plan.ts';
import { serviceEvent } from './event.ts';
import { heldUpBy } from './held-up.ts';
import { startService } from './machine.ts';
import { getService, type Operation, type Planned, serviceItem, type ServiceRecord, serviceWaitKey } from './record.ts';
import { serviceView } from './view.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to delete a service: its pipeline, then its instances. One that is not there, or is being deleted, is as good. Pull requests that are to make
 * parts of it are closed, and a change that waits for them is given up.
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
  const { operation, parts, pullRequests } = await deletion(value, ports);
  const service: ServiceRecord = { ...value, status: 'DELETE_IN_PROGRESS', operation, isModified: true };
  delete service.statusMessage;
  const kept = store.write([
    { put: serviceItem(service), expect: found.version },
    ...parts.map(leaving),
    ...pullRequests.map((one) => ending(one, ports.clock.now())),
  ]);
  await startService(ports, service, kept);
  for (const one of pullRequests) await wakeMachine(waitKey(one.value.id), ports);
  // It finds that it has nothing left to do.
  if (value.operation) await wakeMachine(serviceWaitKey(value.operation.id), ports);
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
): Promise<{ operation: Operation; parts: Stored<Deployable>[]; pullRequests: Stored<DeploymentRecord>[] }> {
  const { store, ids } = ports;
  const pipeline = await store.get<PipelineRecord>(pipelineKey(service, service.name));
  const instances = await instancesOf(store, service, service.name);
  const parts = [...instances, ...(pipeline ? [pipeline] : [])];
  const pullRequests = await heldUpBy(service, parts, store);
  const dropped: Record<string, Planned> = {};
  for (const { value } of instances) {
    await checkDetached(value, store);
    dropped[value.instanceName] = await deletionPlan(value, ports);
  }
  const operation: Operation = { id: ids.uuid(), type: 'delete', created: {}, dropped };
  if (pipeline) operation.pipeline = await deletionPlan(pipeline.value, ports);
  return { operation, parts, pullRequests };
}
