import type {
  ListServicePipelineProvisionedResourcesInput,
  ListServicePipelineProvisionedResourcesOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedResources } from '../deployments/view.ts';
import { requirePipeline } from './record.ts';

/**
 * What was set up for a pipeline.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServicePipelineProvisionedResources.html
 */
export async function listServicePipelineProvisionedResources(
  { serviceName = '' }: ListServicePipelineProvisionedResourcesInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListServicePipelineProvisionedResourcesOutput> {
  return listedResources(store, (await requirePipeline(store, caller, serviceName)).value);
}
