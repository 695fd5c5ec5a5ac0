import type { ListDeploymentsInput } from '@aws-sdk/client-proton';
import type { Store } from '../../ports/store.ts';
import { requireComponent } from '../components/record.ts';
import { requireEnvironment } from '../environments/record.ts';
import type { Place } from '../place.ts';
import { requireInstance } from '../service-instances/record.ts';
import { requireService } from '../services/record.ts';
import type { Names } from './record.ts';

/** How a request says whose deployments it means; what it leaves out may be anything. */
export type NamedBy = Omit<ListDeploymentsInput, 'maxResults' | 'nextToken'>;

/** Whether a deployment is of what a request names. */
export const isNamed = (one: Omit<Names, 'id'>, names: NamedBy): boolean =>
  fits(names.environmentName, one.environmentName) &&
  fits(names.serviceName, one.serviceName) &&
  fits(names.serviceInstanceName, one.instanceName) &&
  fits(names.componentName, one.componentName);

const fits = (wanted: string | undefined, name: string | undefined): boolean => wanted === undefined || wanted === name;

/** Throws ResourceNotFoundException where something that a request names is not there. */
export async function requireNamed(names: NamedBy, store: Store, place: Place): Promise<void> {
  const { environmentName, serviceName: service, serviceInstanceName: name, componentName } = names;
  if (componentName !== undefined) await requireComponent(store, place, componentName);
  if (environmentName !== undefined) await requireEnvironment(store, place, environmentName);
  if (service !== undefined) await requireService(store, place, service);
  if (service !== undefined && name !== undefined) await requireInstance(store, place, { service, name });
}
