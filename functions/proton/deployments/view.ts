import type { Output, ProvisionedResource } from '@aws-sdk/client-proton';
import type { Store } from '../../ports/store.ts';
import { resourceNotFound } from '../errors.ts';
import { arnOf } from '../place.ts';
import { type Deployable, getDeployment, type OutputsRecord, outputsKey, outputsOf, setUpBy } from './record.ts';

/** What a deployment of a resource made known, or the last that succeeded. Throws ResourceNotFoundException. */
export async function listedOutputs(
  store: Store,
  resource: Deployable,
  deploymentId: string | undefined,
): Promise<{ outputs: Output[] }> {
  if (deploymentId === undefined) return { outputs: await outputsOf(store, resource) };
  const deployment = (await getDeployment(store, deploymentId))?.value;
  if (deployment?.target.id !== resource.id)
    throw resourceNotFound('deployment', arnOf(resource, `deployment/${deploymentId}`));
  return { outputs: (await store.get<OutputsRecord>(outputsKey(deploymentId)))?.value.outputs ?? [] };
}

/** What was set up of a resource. */
export async function listedResources(
  store: Store,
  resource: Deployable,
): Promise<{ provisionedResources: ProvisionedResource[] }> {
  return { provisionedResources: (await setUpBy(store, resource))?.resources ?? [] };
}
