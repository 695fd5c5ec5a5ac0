import type { StartStackRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import type { InstanceRecord } from '../instances/record.ts';
import { requireStack } from './record.ts';
import { allWithin } from './within.ts';

/**
 * Answers for a stack of which no instance is stopped; no machine is made or started here. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_StartStack.html
 */
export async function startStack({ StackId }: StartStackRequest, { store }: Pick<Ports, 'store'>): Promise<object> {
  const { value: stack } = await requireStack(store, StackId);
  const instances = await allWithin<InstanceRecord>(store, 'instance', stack.id);
  const stopped = instances.find(({ value }) => value.status === 'stopped');
  if (stopped)
    throw invalid(`Instance ${stopped.value.id} cannot be started here: start the machine yourself and register it`);
  return {};
}
