import type { StopInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { requireWithin } from '../stacks/within.ts';
import type { InstanceRecord } from './record.ts';

/**
 * Answers for an instance that is stopped; a registered machine is never stopped from here. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_StopInstance.html
 */
export async function stopInstance(
  { InstanceId }: StopInstanceRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<object> {
  const { found } = await requireWithin<InstanceRecord>(store, 'instance', InstanceId);
  const { id, status } = found.value;
  if (status !== 'stopped') throw invalid(`Instance ${id} was registered, so it cannot be stopped from here`);
  return {};
}
