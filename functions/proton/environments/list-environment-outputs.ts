import type { ListEnvironmentOutputsInput, ListEnvironmentOutputsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listedOutputs } from '../deployments/view.ts';
import { requireEnvironment } from './record.ts';

/**
 * What the last successful deployment of an environment made known, or the one that is named.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListEnvironmentOutputs.html
 */
export async function listEnvironmentOutputs(
  { environmentName = '', deploymentId }: ListEnvironmentOutputsInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListEnvironmentOutputsOutput> {
  return listedOutputs(store, (await requireEnvironment(store, caller, environmentName)).value, deploymentId);
}
