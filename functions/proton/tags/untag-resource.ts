import type { UntagResourceInput, UntagResourceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireAtRest } from './at-rest.ts';
import { getTags, putTags } from './record.ts';

/**
 * Takes tags from a resource; keys that it does not have change nothing.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UntagResource.html
 */
export async function untagResource(
  { resourceArn = '', tagKeys = [] }: UntagResourceInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<UntagResourceOutput> {
  await requireAtRest(store, resourceArn, caller);
  const before = await getTags(store, resourceArn);
  if (!before) return {};
  const kept = before.value.tags.filter(({ key = '' }) => !tagKeys.includes(key));
  await store.write(putTags(resourceArn, kept, before));
  return {};
}
