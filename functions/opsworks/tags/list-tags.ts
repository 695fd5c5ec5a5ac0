import type { ListTagsRequest, ListTagsResult } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { requireTagged, tagsFrom } from './record.ts';

/**
 * The tags of a stack, or of a layer with those of its stack. Throws ResourceNotFoundException, ValidationException, also for the members that the
 * model marks as not to be used.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_ListTags.html
 */
export async function listTags(
  { ResourceArn = '', MaxResults, NextToken }: ListTagsRequest,
  { store }: Pick<Ports, 'store'>,
  { account }: Caller,
): Promise<ListTagsResult> {
  if (MaxResults !== undefined || NextToken !== undefined) throw invalid('MaxResults and NextToken are not supported');
  const { own, inherited } = await requireTagged(store, ResourceArn, account);
  return { Tags: tagsFrom([...Object.entries(inherited), ...Object.entries(own)]) };
}
