import type { DescribeRdsDbInstancesRequest, DescribeRdsDbInstancesResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';

/**
 * No databases: there are none here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeRdsDbInstances.html
 */
export async function describeRdsDbInstances(
  { StackId }: DescribeRdsDbInstancesRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeRdsDbInstancesResult> {
  if (StackId !== undefined) await requireStack(store, StackId);
  return { RdsDbInstances: [] };
}
