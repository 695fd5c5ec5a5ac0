import type { DeleteInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { removing, requireWithin, writeWithin } from '../stacks/within.ts';
import { type InstanceRecord, isRegistered } from './record.ts';

/**
 * Deletes the note of a machine that EC2 would have; a registered machine is deregistered. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DeleteInstance.html
 */
export async function deleteInstance(
  { InstanceId }: DeleteInstanceRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<object> {
  const { stack, found } = await requireWithin<InstanceRecord>(store, 'instance', InstanceId);
  if (isRegistered(found.value))
    throw invalid(`Instance ${found.value.id} was registered; please deregister it with DeregisterInstance`);
  await writeWithin(store, stack, removing('instance', found));
  return {};
}
