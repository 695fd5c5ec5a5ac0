import type {
  ListServiceInstanceProvisionedResourcesInput,
  ListServiceInstanceProvisionedResourcesOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedResources } from '../deployments/view.ts';
import { requireInstance } from './record.ts';

/**
 * What was set up for an instance.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServiceInstanceProvisionedResources.html
 */
export async function listServiceInstanceProvisionedResources(
  { serviceName: service = '', serviceInstanceName: name = '' }: ListServiceInstanceProvisionedResourcesInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListServiceInstanceProvisionedResourcesOutput> {
  return listedResources(store, (await requireInstance(store, caller, { service, name })).value);
}
