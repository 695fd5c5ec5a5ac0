import type { DescribeRaidArraysRequest, DescribeRaidArraysResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';
import { requireWithin } from '../stacks/within.ts';

/**
 * No RAID arrays: there are none here, and inventories ask all the same. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeRaidArrays.html
 */
export async function describeRaidArrays(
  { StackId, InstanceId }: DescribeRaidArraysRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeRaidArraysResult> {
  if (StackId !== undefined) await requireStack(store, StackId);
  if (InstanceId !== undefined) await requireWithin(store, 'instance', InstanceId);
  return { RaidArrays: [] };
}
