import type { ListTagsForResourceRequest, ListTagsForResourceResponse } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { tagged } from './tagged.ts';

/** Shows the tags of a rule. Throws ResourceNotFoundException. */
export async function listTagsForResource(
  { ResourceARN }: ListTagsForResourceRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListTagsForResourceResponse> {
  const { value } = await tagged(ResourceARN, store, caller);
  return { Tags: Object.entries(value.tags).map(([Key, Value]) => ({ Key, Value })) };
}
