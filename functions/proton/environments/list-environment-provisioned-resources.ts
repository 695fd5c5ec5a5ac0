import type {
  ListEnvironmentProvisionedResourcesInput,
  ListEnvironmentProvisionedResourcesOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedResources } from '../deployments/view.ts';
import { requireEnvironment } from './record.ts';

/**
 * What was set up for an environment.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListEnvironmentProvisionedResources.html
 */
export async function listEnvironmentProvisionedResources(
  { environmentName = '' }: ListEnvironmentProvisionedResourcesInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListEnvironmentProvisionedResourcesOutput> {
  return listedResources(store, (await requireEnvironment(store, caller, environmentName)).value);
}
