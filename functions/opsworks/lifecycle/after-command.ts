import type { OpsworksCommandName } from '../../nodes/opsworks-order.ts';
import type { InstanceRecord } from '../instances/record.ts';

/** What the end of a command makes of its instance. */
export interface After {
  /** Changes of its record; absent where it stays as it is. */
  change?: Pick<InstanceRecord, 'status' | 'layerIds'>;
  /** It leaves the stack. */
  isGone?: true;
  /** It came or went, so every instance that is online runs configure. */
  configure?: true;
}

/**
 * The life-cycle of an instance: registering → registered → assigning → online, unassigning → registered, deregistering → gone.
 * Source: https://docs.aws.amazon.com/opsworks/latest/userguide/registered-instances.html
 */
export function afterCommand(
  { status, layerIds }: Pick<InstanceRecord, 'status' | 'layerIds'>,
  { type, isSuccess }: { type: OpsworksCommandName; isSuccess: boolean },
): After {
  if (type === 'shutdown') return afterShutdown(status);
  if (type !== 'setup' || status === 'unassigning' || status === 'deregistering') return {};
  if (!isSuccess)
    return { change: { status: 'setup_failed', layerIds }, ...(status === 'online' && { configure: true }) };
  if (layerIds.length === 0) return { change: { status: 'registered', layerIds } };
  return { change: { status: 'online', layerIds }, configure: true };
}

// How shutdown ended does not matter: the instance leaves.
function afterShutdown(status: InstanceRecord['status']): After {
  if (status === 'deregistering') return { isGone: true, configure: true };
  if (status === 'unassigning') return { change: { status: 'registered', layerIds: [] }, configure: true };
  return {};
}
