import type { ListTagsForResourceInput, ListTagsForResourceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { placeOf, tokenOf } from '../listing.ts';
import { requireByArn } from '../resource-by-arn.ts';
import { managedTags } from './managed.ts';
import { getTags } from './record.ts';

/**
 * The tags of a resource, in the order they were given, then those that Proton gave it.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListTagsForResource.html
 */
export async function listTagsForResource(
  { resourceArn = '', maxResults = 100, nextToken }: ListTagsForResourceInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListTagsForResourceOutput> {
  const { value } = await requireByArn(store, resourceArn, caller);
  const tags = [...((await getTags(store, resourceArn))?.value.tags ?? []), ...managedTags(resourceArn, value)];
  const shape = ['tags', resourceArn];
  const from = Number(placeOf(shape, nextToken) ?? 0);
  const page = tags.slice(from, from + maxResults);
  return {
    tags: page,
    ...(from + maxResults < tags.length && { nextToken: tokenOf(shape, String(from + maxResults)) }),
  };
}
