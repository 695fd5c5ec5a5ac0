import type { DescribeVolumesRequest, DescribeVolumesResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';
import { requireWithin } from '../stacks/within.ts';

/**
 * No volumes: there are none here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeVolumes.html
 */
export async function describeVolumes(
  { StackId, InstanceId }: DescribeVolumesRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeVolumesResult> {
  if (StackId !== undefined) await requireStack(store, StackId);
  if (InstanceId !== undefined) await requireWithin(store, 'instance', InstanceId);
  return { Volumes: [] };
}
