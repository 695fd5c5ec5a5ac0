import type { UntagResourceRequest } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireTagged, tagsFrom } from './record.ts';

/**
 * Takes tags from a stack or a layer by their keys; a key it does not have changes nothing. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UntagResource.html
 */
export async function untagResource(
  { ResourceArn = '', TagKeys = [] }: UntagResourceRequest,
  { store }: Pick<Ports, 'store'>,
  { account }: Caller,
): Promise<object> {
  const resource = await requireTagged(store, ResourceArn, account);
  const gone = new Set(TagKeys);
  const left = Object.entries(resource.own).filter(([key]) => !gone.has(key));
  if (left.length < Object.keys(resource.own).length) await store.write([resource.put(tagsFrom(left))]);
  return {};
}
