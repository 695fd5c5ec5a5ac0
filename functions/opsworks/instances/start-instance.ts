import type { StartInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { requireWithin } from '../stacks/within.ts';
import type { InstanceRecord } from './record.ts';

/**
 * Refuses to start an instance: no machine is made or started here. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_StartInstance.html
 */
export async function startInstance(
  { InstanceId }: StartInstanceRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<object> {
  const { found } = await requireWithin<InstanceRecord>(store, 'instance', InstanceId);
  throw invalid(`Instance ${found.value.id} cannot be started here: start the machine yourself and register it`);
}
