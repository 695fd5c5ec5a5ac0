import type { TagResourceInput, TagResourceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireAtRest } from './at-rest.ts';
import { getTags, putTags } from './record.ts';

/**
 * Gives a resource tags; one whose key it has gets the new value.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_TagResource.html
 */
export async function tagResource(
  { resourceArn = '', tags = [] }: TagResourceInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<TagResourceOutput> {
  await requireAtRest(store, resourceArn, caller);
  const before = await getTags(store, resourceArn);
  const added = new Set(tags.map(({ key }) => key));
  const kept = before?.value.tags.filter(({ key }) => !added.has(key)) ?? [];
  await store.write(putTags(resourceArn, [...kept, ...tags], before));
  return {};
}
