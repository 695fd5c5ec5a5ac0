import type { DescribeLoadBasedAutoScalingRequest, DescribeLoadBasedAutoScalingResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireWithin } from '../stacks/within.ts';

/**
 * No scaling by load: nothing is scaled here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeLoadBasedAutoScaling.html
 */
export async function describeLoadBasedAutoScaling(
  { LayerIds }: DescribeLoadBasedAutoScalingRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeLoadBasedAutoScalingResult> {
  for (const id of LayerIds ?? []) await requireWithin(store, 'layer', id);
  return { LoadBasedAutoScalingConfigurations: [] };
}
