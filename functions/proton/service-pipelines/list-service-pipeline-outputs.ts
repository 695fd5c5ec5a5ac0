import type { ListServicePipelineOutputsInput, ListServicePipelineOutputsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedOutputs } from '../deployments/view.ts';
import { requirePipeline } from './record.ts';

/**
 * What the last successful deployment of a pipeline made known, or the one that is named.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServicePipelineOutputs.html
 */
export async function listServicePipelineOutputs(
  { serviceName = '', deploymentId }: ListServicePipelineOutputsInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListServicePipelineOutputsOutput> {
  return listedOutputs(store, (await requirePipeline(store, caller, serviceName)).value, deploymentId);
}
