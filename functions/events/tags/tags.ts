import type {
  ListTagsForResourceRequest,
  ListTagsForResourceResponse,
  TagResourceRequest,
  UntagResourceRequest,
} from '@aws-sdk/client-eventbridge';
import type { Caller } from '../../api/action.ts';
import { ApiError } from '../../api/error.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { ruleNotFound, validationException } from '../errors.ts';
import { getRule, ruleItem, ruleNameFrom, type StoredRule } from '../rules/record.ts';

type Needs = Pick<Ports, 'store'>;
const mostTags = 50;

/** Shows the tags of a rule. Throws ResourceNotFoundException. */
export async function listTagsForResource(
  { ResourceARN }: ListTagsForResourceRequest,
  { store }: Needs,
  caller: Caller,
): Promise<ListTagsForResourceResponse> {
  const { value } = await tagged(ResourceARN, store, caller);
  return { Tags: Object.entries(value.tags).map(([Key, Value]) => ({ Key, Value })) };
}

/** Adds tags to a rule, or puts other values in the place of theirs. Throws ResourceNotFoundException, ValidationException. */
export async function tagResource(
  { ResourceARN, Tags = [] }: TagResourceRequest,
  { store }: Needs,
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

/** Takes tags from a rule. Throws ResourceNotFoundException. */
export async function untagResource(
  { ResourceARN, TagKeys = [] }: UntagResourceRequest,
  { store }: Needs,
  caller: Caller,
): Promise<object> {
  const stored = await tagged(ResourceARN, store, caller);
  const tags = Object.fromEntries(Object.entries(stored.value.tags).filter(([key]) => !TagKeys.includes(key)));
  await store.write([{ put: ruleItem({ ...stored.value, tags }), expect: stored.version }]);
  return {};
}

function tagged(arn = '', store: Store, { account, region }: Caller): Promise<StoredRule> {
  const name = ruleNameFrom(arn);
  if (!name) throw new ApiError('ResourceNotFoundException', `${arn} is not found.`);
  if (name.account !== account || name.region !== region) throw ruleNotFound(name.name, name.bus);
  return getRule(store, name);
}
