import type { UnassignInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { leave } from '../lifecycle/leave.ts';
import { requireWithin } from '../stacks/within.ts';
import { type InstanceRecord, isRegistered } from './record.ts';

const assigned = new Set(['online', 'setup_failed']);

/**
 * Takes a registered instance out of all its layers, once it has run its Shutdown recipes; it stays registered.
 * Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UnassignInstance.html
 */
export async function unassignInstance(
  { InstanceId }: UnassignInstanceRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'workflows'>,
): Promise<object> {
  const placed = await requireWithin<InstanceRecord>(ports.store, 'instance', InstanceId);
  const { id, status, layerIds } = placed.found.value;
  if (!isRegistered(placed.found.value)) throw invalid(`Instance ${id} was not registered, so it cannot be unassigned`);
  if (!assigned.has(status) || layerIds.length === 0)
    throw invalid(`Instance ${id} is ${status}; only an instance of a layer can be unassigned`);
  await leave('unassigning', placed, ports);
  return {};
}
