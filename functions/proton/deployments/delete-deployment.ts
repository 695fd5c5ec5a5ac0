import type { DeleteDeploymentInput, DeleteDeploymentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Key, Store, Write } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import { removeRendered } from '../rendering/kept.ts';
import { getService } from '../services/record.ts';
import { touched } from '../uses.ts';
import { deploymentView, targetOf } from './deployment-view.ts';
import { deploymentKey, type DeploymentRecord, getDeployment, namesKey, outputsKey, waitKey } from './record.ts';

/**
 * Forgets a deployment that is over; one that is not there is as good. What its resource still stands on, the deployment that made what is there or
 * gave its outputs, stays.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteDeployment.html
 */
export async function deleteDeployment(
  { id = '' }: DeleteDeploymentInput,
  { store, objects }: Pick<Ports, 'store' | 'objects'>,
  { account, region }: Caller,
): Promise<DeleteDeploymentOutput> {
  const found = await getDeployment(store, id);
  if (found?.value.account !== account || found.value.region !== region) return {};
  const { value } = found;
  if (value.completedAt === undefined) throw invalid(`The deployment ${id} is ${value.status} and cannot be deleted.`);
  const target = await targetOf(store, value);
  const { provisionedBy, lastSucceededDeploymentId } = target?.value ?? {};
  if (id === provisionedBy || id === lastSucceededDeploymentId)
    throw invalid(`The deployment ${id} cannot be deleted: ${value.target.arn} stands as it left it.`);
  const service = await serviceOf(value, store);
  if (service?.value.operation)
    throw invalid(`The deployment ${id} cannot be deleted while the service ${service.value.name} changes.`);
  const deployment = await deploymentView(value, store);
  await store.write([
    { remove: deploymentKey(id), expect: found.version },
    ...(target ? [touched(target)] : []),
    ...(service ? [touched(service)] : []),
    ...(await removals([outputsKey(id), namesKey(id), waitKey(id)], store)),
  ]);
  await removeRendered({ objects }, id);
  return { deployment };
}

/** The service that a deployment is of a part of; an operation of it looks at its deployments until its end. */
const serviceOf = async ({ target, ...place }: DeploymentRecord, store: Store) =>
  target.serviceName === undefined ? undefined : getService(store, place, target.serviceName);

async function removals(keys: Key[], store: Store): Promise<Write[]> {
  const found = await Promise.all(keys.map((key) => store.get(key)));
  return found.flatMap((one) =>
    one ? [{ remove: { partition: one.partition, sort: one.sort }, expect: one.version }] : [],
  );
}
