import type { ListComponentOutputsInput, ListComponentOutputsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedOutputs } from '../deployments/view.ts';
import { requireComponent } from './record.ts';

/**
 * What the last successful deployment of a component made known, or the one that is named.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListComponentOutputs.html
 */
export async function listComponentOutputs(
  { componentName = '', deploymentId }: ListComponentOutputsInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListComponentOutputsOutput> {
  return listedOutputs(store, (await requireComponent(store, caller, componentName)).value, deploymentId);
}
