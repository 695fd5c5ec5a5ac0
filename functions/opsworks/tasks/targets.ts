import type { Ports } from '../../ports/ports.ts';
import { WriteConflict } from '../../ports/store.ts';
import { commandsOf } from '../commands/record.ts';
import { type DeploymentRecord, getDeployment, putDeployment, timeoutOf } from '../deployments/record.ts';
import { addCommands } from '../deployments/start.ts';
import { onlineTargets } from '../deployments/targets.ts';

/** What the machine's Map goes over: the commands that are not over. */
export interface Targets {
  deploymentId: string;
  targets: { commandId: string; timeoutSeconds: number }[];
}

/** Of the machine's own wait: the node's command knows its times, and this is for one that nobody asked after. */
const spare = 300;

/** The body of Targets: finds out whom an event is for, if nobody did yet, and names the commands that are not over; safe to repeat. */
export async function targets(
  { deploymentId }: { deploymentId: string },
  ports: Pick<Ports, 'store' | 'clock' | 'ids'>,
): Promise<Targets> {
  const deployment = await withTargets(deploymentId, ports);
  if (!deployment || deployment.status !== 'running') return { deploymentId, targets: [] };
  await addCommands(deployment, ports.store);
  const commands = await commandsOf(ports.store, deploymentId);
  const timeoutSeconds = 2 * timeoutOf(deployment) + spare;
  const open = commands.filter(({ value }) => value.status === 'pending');
  return { deploymentId, targets: open.map(({ value }) => ({ commandId: value.id, timeoutSeconds })) };
}

async function withTargets(
  id: string,
  ports: Pick<Ports, 'store' | 'clock' | 'ids'>,
): Promise<DeploymentRecord | undefined> {
  const stored = await getDeployment(ports.store, id);
  if (!stored || stored.value.targets || stored.value.status !== 'running') return stored?.value;
  const value = { ...stored.value, targets: await onlineTargets(stored.value.stackId, ports) };
  try {
    await ports.store.write([putDeployment(value, stored.version)]);
    return value;
  } catch (error) {
    if (error instanceof WriteConflict) return withTargets(id, ports);
    throw error;
  }
}
