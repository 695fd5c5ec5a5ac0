import type { TagResourceRequest } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { requireTagged, tagsFrom } from './record.ts';

const mostTags = 40;
const characters = /^[\p{L}\p{N} +\-=._:/]*$/u;

/**
 * Gives a stack or a layer tags; one whose key it has already takes the new value. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_TagResource.html
 */
export async function tagResource(
  { ResourceArn = '', Tags = {} }: TagResourceRequest,
  { store }: Pick<Ports, 'store'>,
  { account }: Caller,
): Promise<object> {
  const added = Object.entries(Tags).map(([key, value]) => [key.trim(), value.trim()] as const);
  for (const [key, value] of added) checkTag(key, value);
  const resource = await requireTagged(store, ResourceArn, account);
  const tags = tagsFrom([...Object.entries(resource.own), ...added]);
  if (Object.keys({ ...resource.inherited, ...tags }).length > mostTags)
    throw invalid(`A resource has at most ${mostTags} tags`);
  if (added.length > 0) await store.write([resource.put(tags)]);
  return {};
}

function checkTag(key: string, value: string): void {
  if (key.length < 1 || key.length > 127) throw invalid('The key of a tag has 1 to 127 characters');
  if (value.length > 255) throw invalid(`The value of the tag ${key} has at most 255 characters`);
  if (!characters.test(key) || !characters.test(value))
    throw invalid('Keys and values of tags have letters, digits, blanks and + - = . _ : / only');
  if (/^(aws|opsworks|rds):/i.test(key) || /^name$/i.test(key)) throw invalid(`The tag key ${key} is reserved`);
}
