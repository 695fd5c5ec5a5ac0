import type { ListTagsForResourceRequest, ListTagsForResourceResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireTagged } from './record.ts';

/**
 * The tags of an execution or a document in the order they were given. Throws InvalidResourceType, InvalidResourceId.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListTagsForResource.html
 */
export async function listTagsForResource(
  input: ListTagsForResourceRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListTagsForResourceResult> {
  return { TagList: (await requireTagged(store, input, caller)).tags };
}
