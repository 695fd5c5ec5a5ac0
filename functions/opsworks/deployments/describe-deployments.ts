import type { DescribeDeploymentsRequest, DescribeDeploymentsResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { allOf, onlySelector } from '../selector.ts';
import { requireStack } from '../stacks/record.ts';
import { requireWithin } from '../stacks/within.ts';
import { deploymentsOf, type DeploymentRecord, deploymentView, getDeployment } from './record.ts';

const words = 'Please provide one or more deployment IDs, an app ID or a stack ID';

/**
 * The newest deployments of a stack or an app, the newest first, or those of the given ids. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeDeployments.html
 */
export async function describeDeployments(
  input: DescribeDeploymentsRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeDeploymentsResult> {
  return { Deployments: (await found(input, store)).map((deployment) => deploymentView(deployment)) };
}

async function found(input: DescribeDeploymentsRequest, store: Store): Promise<DeploymentRecord[]> {
  switch (onlySelector(input, ['StackId', 'AppId', 'DeploymentIds'], words)) {
    case 'StackId':
      return deploymentsOf(store, { stackId: (await requireStack(store, input.StackId)).value.id });
    case 'AppId':
      return deploymentsOf(store, { appId: (await requireWithin(store, 'app', input.AppId)).found.value.id });
    case 'DeploymentIds':
      return allOf('deployment', input.DeploymentIds ?? [], (id) => shownDeployment(store, id));
  }
}

async function shownDeployment(store: Store, id: string): Promise<DeploymentRecord | undefined> {
  const deployment = (await getDeployment(store, id))?.value;
  return deployment?.isEvent ? undefined : deployment;
}
