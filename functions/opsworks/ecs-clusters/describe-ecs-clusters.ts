import type { DescribeEcsClustersRequest, DescribeEcsClustersResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';

/**
 * No ECS clusters: there are none here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeEcsClusters.html
 */
export async function describeEcsClusters(
  { StackId }: DescribeEcsClustersRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeEcsClustersResult> {
  if (StackId !== undefined) await requireStack(store, StackId);
  return { EcsClusters: [] };
}
