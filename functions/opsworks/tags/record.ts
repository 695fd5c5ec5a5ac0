import type { Store, Write } from '../../ports/store.ts';
import { invalid, resourceNotFound } from '../errors.ts';
import type { LayerRecord } from '../layers/record.ts';
import { getStack, putStack } from '../stacks/record.ts';
import { changing, findWithin } from '../stacks/within.ts';

/** Tags by key. */
export type Tags = Record<string, string>;

/** A stack or a layer; `inherited` are the tags that a layer has from its stack, and `put` is the change that gives it others of its own. */
export interface Tagged {
  own: Tags;
  inherited: Tags;
  put(tags: Tags): Write;
}

const arnForm = /^arn:aws[\w-]*:opsworks:[\w-]+:(\d{12}):(stack|layer)\/([\w-]{1,64})\/?$/;

/** The stack or layer of an ARN, with or without the slash that ends it. Throws ResourceNotFoundException, ValidationException. */
export async function requireTagged(store: Store, arn: string, account: string): Promise<Tagged> {
  const [, owner, kind, id = ''] = arnForm.exec(arn) ?? [];
  if (kind === undefined) throw invalid(`${arn} is no ARN of a stack or a layer`);
  const tagged = owner === account ? await (kind === 'stack' ? ofStack(store, id) : ofLayer(store, id)) : undefined;
  if (!tagged) throw resourceNotFound(kind === 'stack' ? 'stack' : 'layer', id);
  return tagged;
}

async function ofStack(store: Store, id: string): Promise<Tagged | undefined> {
  const stack = await getStack(store, id);
  return stack && { own: stack.value.tags, inherited: {}, put: (tags) => putStack(stack, { tags }) };
}

async function ofLayer(store: Store, id: string): Promise<Tagged | undefined> {
  const placed = await findWithin<LayerRecord>(store, 'layer', id);
  if (!placed) return undefined;
  const { stack, found } = placed;
  return { own: found.value.tags, inherited: stack.value.tags, put: (tags) => changing('layer', found, { tags }) };
}

/** Tags from what a caller gave, for safe use as members: a key may be `__proto__`. */
export const tagsFrom = (entries: Iterable<readonly [string, string]>): Tags => Object.fromEntries(entries);
