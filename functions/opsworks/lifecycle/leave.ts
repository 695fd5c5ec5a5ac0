import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { deploymentWrites, newEvent } from '../deployments/record.ts';
import { startDeployment } from '../deployments/start.ts';
import type { InstanceRecord } from '../instances/record.ts';
import type { LayerRecord } from '../layers/record.ts';
import { allWithin, changing, type Placed, writeWithin } from '../stacks/within.ts';

/** Begins to take an instance out of its layers or its stack: it is what after-command.ts says once shutdown is over. */
export async function leave(
  status: 'unassigning' | 'deregistering',
  { stack, found }: Placed<InstanceRecord>,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'workflows'>,
): Promise<void> {
  const { id: instanceId, stackId } = found.value;
  const timeoutSeconds = await shutdownTime(found.value, ports.store);
  const shutdown = newEvent({ stackId, name: 'shutdown', instanceId, timeoutSeconds }, ports);
  await writeWithin(ports.store, stack, [changing('instance', found, { status }), ...deploymentWrites(shutdown)]);
  await startDeployment(shutdown, ports);
}

const usual = 120;

/** How long its layers let an instance shut down, the longest of them, in seconds. */
async function shutdownTime({ stackId, layerIds }: InstanceRecord, store: Store): Promise<number> {
  const layers = await allWithin<LayerRecord>(store, 'layer', stackId);
  const times = layers
    .filter(({ value }) => layerIds.includes(value.id))
    .map(({ value }) => value.settings.LifecycleEventConfiguration?.Shutdown?.ExecutionTimeout ?? usual);
  return Math.min(3600, Math.max(usual, ...times));
}
