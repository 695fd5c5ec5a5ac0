import type { RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireTagged } from './record.ts';

/**
 * Takes tags from an execution or a document by their keys; a key it does not have changes nothing.
 * Throws InvalidResourceType, InvalidResourceId.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_RemoveTagsFromResource.html
 */
export async function removeTagsFromResource(
  input: RemoveTagsFromResourceRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<RemoveTagsFromResourceResult> {
  const resource = await requireTagged(store, input, caller);
  const gone = new Set(input.TagKeys);
  const left = resource.tags.filter(({ Key }) => !gone.has(Key));
  if (left.length < resource.tags.length) await store.write([resource.put(left)]);
  return {};
}
