import type { AddTagsToResourceRequest, AddTagsToResourceResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { reservedTagKey, tooManyTagsError } from '../errors.ts';
import { requireTagged } from './record.ts';

const mostTags = 50;

/**
 * Gives an execution or a document tags; one whose key it has already takes the new value.
 * Throws InvalidResourceType, InvalidResourceId, TooManyTagsError.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AddTagsToResource.html
 */
export async function addTagsToResource(
  input: AddTagsToResourceRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<AddTagsToResourceResult> {
  const added = (input.Tags ?? []).map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const reserved = added.find(({ Key }) => Key.toLowerCase().startsWith('aws:'));
  if (reserved) throw reservedTagKey(reserved.Key);
  const resource = await requireTagged(store, input, caller);
  const byKey = new Map([...resource.tags, ...added].map((tag) => [tag.Key, tag]));
  if (byKey.size > mostTags) throw tooManyTagsError(mostTags);
  if (added.length > 0) await store.write([resource.put([...byKey.values()])]);
  return {};
}
