import type { Ports } from '../../ports/ports.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { wakeMachine } from '../deployments/tell.ts';
import type { Target } from '../deployments/record.ts';
import type { Place } from '../place.ts';
import { getService, serviceItem, serviceWaitKey } from './record.ts';

/** Says that a deployment of a part of a service is over: the service's machine, where one is at work, goes on. */
export async function tellService(
  { serviceName }: Pick<Target, 'serviceName'>,
  place: Place,
  ports: Pick<Ports, 'store' | 'workflows'>,
): Promise<void> {
  if (serviceName === undefined) return;
  const operationId = await untilWritten(() => tell(place, serviceName, ports));
  if (operationId !== undefined) await wakeMachine(serviceWaitKey(operationId), ports);
}

async function tell(place: Place, name: string, { store }: Pick<Ports, 'store'>): Promise<string | undefined> {
  const service = await getService(store, place, name);
  if (!service?.value.operation) return undefined;
  const value = { ...service.value, told: service.value.told + 1 };
  await store.write([{ put: serviceItem(value), expect: service.version }]);
  return service.value.operation.id;
}
