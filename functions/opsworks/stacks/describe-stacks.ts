import type { DescribeStacksRequest, DescribeStacksResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { allOf } from '../selector.ts';
import { allStacks, getStack, stackView } from './record.ts';

/**
 * The stacks of the given ids, or all. Throws ResourceNotFoundException, ValidationException for an empty list.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeStacks.html
 */
export async function describeStacks(
  { StackIds: ids }: DescribeStacksRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeStacksResult> {
  if (ids?.length === 0) throw invalid('Please provide no arguments or, one or more stack IDs');
  const stacks = ids ? await allOf('stack', ids, (id) => getStack(store, id)) : await allStacks(store);
  return { Stacks: stacks.map(({ value }) => stackView(value)) };
}
