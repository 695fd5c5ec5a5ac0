import type { DescribeElasticIpsRequest, DescribeElasticIpsResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';
import { requireWithin } from '../stacks/within.ts';

/**
 * No Elastic IP addresses: there are none here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeElasticIps.html
 */
export async function describeElasticIps(
  { StackId, InstanceId }: DescribeElasticIpsRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeElasticIpsResult> {
  if (StackId !== undefined) await requireStack(store, StackId);
  if (InstanceId !== undefined) await requireWithin(store, 'instance', InstanceId);
  return { ElasticIps: [] };
}
