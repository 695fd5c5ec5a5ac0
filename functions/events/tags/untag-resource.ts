import type { UntagResourceRequest } from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { ruleItem } from '../rules/record.ts';
import { tagged } from './tagged.ts';

/** Takes tags from a rule. Throws ResourceNotFoundException. */
export async function untagResource(
  { ResourceARN, TagKeys = [] }: UntagResourceRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<object> {
  const stored = await tagged(ResourceARN, store, caller);
  const tags = Object.fromEntries(Object.entries(stored.value.tags).filter(([key]) => !TagKeys.includes(key)));
  await store.write([{ put: ruleItem({ ...stored.value, tags }), expect: stored.version }]);
  return {};
}
