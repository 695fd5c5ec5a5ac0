import type { ServiceStatus } from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import { type Deployable, getDeployment } from '../deployments/record.ts';
import { instanceKey, pipelineKey } from '../deployments/names.ts';
import type { Write } from '../../ports/store.ts';
import { serviceEvent } from './event.ts';
import { getService, type Operation, type ServiceRecord, serviceItem } from './record.ts';
import type { ServiceRun } from './drive.ts';

const ends: Record<Operation['type'], ServiceStatus> = {
  create: 'CREATE_FAILED',
  update: 'UPDATE_FAILED',
  delete: 'DELETE_FAILED',
};

const message = 'The change of the service was given up because of an internal error. Try again.';

/** Ends an operation that cannot go on, and the parts of it that never began. */
export async function giveUp(run: ServiceRun, ports: Pick<Ports, 'store' | 'clock' | 'events'>): Promise<void> {
  const { store, clock, events } = ports;
  const found = await getService(store, run, run.name);
  if (!found || found.value.operation?.id !== run.operationId) return;
  const operation = found.value.operation;
  const after: ServiceRecord = {
    ...found.value,
    status: ends[operation.type],
    statusMessage: message,
    lastModifiedAt: clock.now(),
  };
  delete after.operation;
  const put = serviceItem(after);
  await store.write([{ put, expect: found.version }, ...(await unbegun(found.value, operation, store))]);
  await events.publish(() => [serviceEvent(after, found.value.status)]);
}

async function unbegun(service: ServiceRecord, operation: Operation, store: Ports['store']): Promise<Write[]> {
  const { created, dropped, pipeline } = operation;
  const instances = Object.entries({ ...created, ...dropped });
  const parts = [
    ...instances.map(([name, planned]) => [instanceKey(service, service.name, name), planned] as const),
    ...(pipeline ? [[pipelineKey(service, service.name), pipeline] as const] : []),
  ];
  const writes = parts.map(async ([key, { deploymentId, status = 'FAILED' }]): Promise<Write[]> => {
    if (await getDeployment(store, deploymentId)) return [];
    const part = await store.get<Deployable>(key);
    return part ? [{ put: { ...key, value: { ...part.value, status, message } }, expect: part.version }] : [];
  });
  return (await Promise.all(writes)).flat();
}
