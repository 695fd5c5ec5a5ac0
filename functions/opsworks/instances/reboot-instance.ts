import type { RebootInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { requireWithin } from '../stacks/within.ts';
import type { InstanceRecord } from './record.ts';

/**
 * Refuses to reboot an instance: no machine is started or stopped from here. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_RebootInstance.html
 */
export async function rebootInstance(
  { InstanceId }: RebootInstanceRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<object> {
  const { found } = await requireWithin<InstanceRecord>(store, 'instance', InstanceId);
  throw invalid(`Instance ${found.value.id} cannot be rebooted from here: reboot the machine yourself`);
}
