import type { Store, Write } from '../../ports/store.ts';
import type { Deployable } from '../deployments/record.ts';
import { getService, serviceItem } from './record.ts';

/** The change by which the spec that an instance or a pipeline was updated with becomes the service's; while the service itself changes it has its own. */
export async function acceptedSpec(part: Deployable, store: Store): Promise<Write[]> {
  if (part.serviceName === undefined) return [];
  const service = await getService(store, part, part.serviceName);
  if (!service || service.value.operation || service.value.specId === part.current.specId) return [];
  const value = { ...service.value, specId: part.current.specId };
  return [{ put: serviceItem(value), expect: service.version }];
}
