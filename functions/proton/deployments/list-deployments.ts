import type { ListDeploymentsInput, ListDeploymentsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import { listed, type Paging } from '../listing.ts';
import type { Place } from '../place.ts';
import { deploymentSummary, targetOf } from './deployment-view.ts';
import { isNamed, type NamedBy, requireNamed } from './named-by.ts';
import {
  deploymentsNaming,
  deploymentsPartition,
  type DeploymentRecord,
  getDeployment,
  type Names,
  namesOf,
} from './record.ts';

/**
 * The deployments of the caller's account and Region, the newest first; where an environment is named, those of it and of what is in it, where a
 * service is, those of its parts. What was deleted meanwhile is found by its name as long as its deployments are there.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListDeployments.html
 */
export async function listDeployments(
  { maxResults, nextToken, ...names }: ListDeploymentsInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListDeploymentsOutput> {
  if (names.serviceInstanceName !== undefined && names.serviceName === undefined)
    throw invalid('serviceInstanceName needs the serviceName of its service.');
  const place = { account, region };
  const page = await pageOf(names, { store, place, paging: { maxResults, nextToken } });
  if (page.values.length === 0) await requireNamed(names, store, place);
  const deployments = page.values.map(async (one) => deploymentSummary(one, (await targetOf(store, one))?.value));
  return { deployments: await Promise.all(deployments), ...(page.nextToken && { nextToken: page.nextToken }) };
}

async function pageOf(
  names: NamedBy,
  { store, place, paging }: { store: Store; place: Place; paging: Paging },
): Promise<{ values: DeploymentRecord[]; nextToken?: string }> {
  const shape = ['deployments', place.account, place.region, names];
  const { serviceName, environmentName } = names;
  if (serviceName !== undefined) {
    const partition = deploymentsNaming(place, 'service', serviceName);
    const passes = (one: Names) => isNamed(one, names);
    const page = await listed<Names>(store, { partition, index: 'parent', shape, passes }, paging);
    const found = await Promise.all(page.values.map(({ id }) => getDeployment(store, id)));
    return { ...page, values: found.flatMap((one) => (one ? [one.value] : [])) };
  }
  const where =
    environmentName === undefined
      ? { partition: deploymentsPartition(place), index: 'listing' as const }
      : { partition: deploymentsNaming(place, 'environment', environmentName), index: 'parent' as const };
  const passes = (one: DeploymentRecord) => isNamed(namesOf(one), names);
  return listed<DeploymentRecord>(store, { ...where, shape, passes }, paging);
}
