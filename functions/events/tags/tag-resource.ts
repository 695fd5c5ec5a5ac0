import type { TagResourceRequest } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { validationException } from '../errors.ts';
import { ruleItem } from '../rules/record.ts';
import { tagged } from './tagged.ts';

const mostTags = 50;

/** Adds tags to a rule, or puts other values in the place of theirs. Throws ResourceNotFoundException, ValidationException. */
export async function tagResource(
  { ResourceARN, Tags = [] }: TagResourceRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<object> {
  const stored = await tagged(ResourceARN, store, caller);
  const tags = { ...stored.value.tags, ...Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])) };
  if (Object.keys(tags).some((key) => key.toLowerCase().startsWith('aws:')))
    throw validationException('aws: prefixed tag key names are not allowed for external use.');
  if (Object.keys(tags).length > mostTags) throw validationException(`A resource has at most ${mostTags} tags.`);
  await store.write([{ put: ruleItem({ ...stored.value, tags }), expect: stored.version }]);
  return {};
}
