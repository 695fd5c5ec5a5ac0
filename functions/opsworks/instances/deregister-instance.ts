import type { DeregisterInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { leave } from '../lifecycle/leave.ts';
import { requireWithin } from '../stacks/within.ts';
import { type InstanceRecord, isRegistered } from './record.ts';

/**
 * Takes a registered instance out of its stack, in whatever state it is: one whose agent answers runs its Shutdown recipes first.
 * Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DeregisterInstance.html
 */
export async function deregisterInstance(
  { InstanceId }: DeregisterInstanceRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'workflows'>,
): Promise<object> {
  const placed = await requireWithin<InstanceRecord>(ports.store, 'instance', InstanceId);
  const { id, status } = placed.found.value;
  if (!isRegistered(placed.found.value))
    throw invalid(`Instance ${id} was not registered, so it cannot be deregistered`);
  if (status !== 'deregistering') await leave('deregistering', placed, ports);
  return {};
}
