import type { DescribeTimeBasedAutoScalingRequest, DescribeTimeBasedAutoScalingResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireWithin } from '../stacks/within.ts';

/**
 * No scaling by time: nothing is scaled here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeTimeBasedAutoScaling.html
 */
export async function describeTimeBasedAutoScaling(
  { InstanceIds }: DescribeTimeBasedAutoScalingRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeTimeBasedAutoScalingResult> {
  for (const id of InstanceIds ?? []) await requireWithin(store, 'instance', id);
  return { TimeBasedAutoScalingConfigurations: [] };
}
