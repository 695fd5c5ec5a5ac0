import type {
  ListComponentProvisionedResourcesInput,
  ListComponentProvisionedResourcesOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedResources } from '../deployments/view.ts';
import { requireComponent } from './record.ts';

/**
 * What was set up for a component.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListComponentProvisionedResources.html
 */
export async function listComponentProvisionedResources(
  { componentName = '' }: ListComponentProvisionedResourcesInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListComponentProvisionedResourcesOutput> {
  return listedResources(store, (await requireComponent(store, caller, componentName)).value);
}
