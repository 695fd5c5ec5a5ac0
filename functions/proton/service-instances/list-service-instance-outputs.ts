import type { ListServiceInstanceOutputsInput, ListServiceInstanceOutputsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedOutputs } from '../deployments/view.ts';
import { requireInstance } from './record.ts';

/**
 * What the last successful deployment of an instance made known, or the one that is named.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServiceInstanceOutputs.html
 */
export async function listServiceInstanceOutputs(
  { serviceName: service = '', serviceInstanceName: name = '', deploymentId }: ListServiceInstanceOutputsInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListServiceInstanceOutputsOutput> {
  return listedOutputs(store, (await requireInstance(store, caller, { service, name })).value, deploymentId);
}
