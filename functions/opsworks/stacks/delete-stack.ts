import type { DeleteStackRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { requireStack, stackKey } from './record.ts';
import { allWithin, type Within } from './within.ts';

const kinds: Within[] = ['instance', 'layer', 'app'];

/**
 * Deletes a stack that has no instances, layers and apps any more. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DeleteStack.html
 */
export async function deleteStack({ StackId }: DeleteStackRequest, { store }: Pick<Ports, 'store'>): Promise<object> {
  const { value, version } = await requireStack(store, StackId);
  const counts = await Promise.all(kinds.map(async (kind) => (await allWithin(store, kind, value.id)).length));
  const left = kinds.filter((_, index) => counts[index]);
  if (left.length > 0)
    throw invalid(`Please delete or deregister all ${left.map((kind) => `${kind}s`).join(', ')} of the stack first`);
  await store.write([{ remove: stackKey(value.id), expect: version }]);
  return {};
}
