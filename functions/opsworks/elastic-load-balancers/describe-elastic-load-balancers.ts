import type { DescribeElasticLoadBalancersRequest, DescribeElasticLoadBalancersResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';
import { requireWithin } from '../stacks/within.ts';

/**
 * No load balancers: there are none here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeElasticLoadBalancers.html
 */
export async function describeElasticLoadBalancers(
  { StackId, LayerIds }: DescribeElasticLoadBalancersRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeElasticLoadBalancersResult> {
  if (StackId !== undefined) await requireStack(store, StackId);
  for (const id of LayerIds ?? []) await requireWithin(store, 'layer', id);
  return { ElasticLoadBalancers: [] };
}
