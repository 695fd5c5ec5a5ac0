import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { isWritten } from '../../ports/until-written.ts';
import { giveUp } from '../commands/cut-off.ts';
import { forgetNode } from '../commands/finish.ts';
import { commandsOf } from '../commands/record.ts';
import { appSnapshotKey } from '../deployments/keys.ts';
import { type DeploymentRecord, getDeployment, putDeployment } from '../deployments/record.ts';
import { publishDeployment } from '../deployments/event.ts';

/** What ending a deployment needs. */
export type EndNeeds = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'log' | 'events'>;

/** What the machine hands over. */
interface Ending {
  deploymentId: string;
  isGivenUp?: boolean;
}

/**
 * The body of End: a deployment is over when all its commands are, and successful when none failed. Gives up what is still open, and completes what a
 * crash cut off of an instance's leave.
 */
export async function end({ deploymentId, isGivenUp = false }: Ending, ports: EndNeeds): Promise<object> {
  const commands = await commandsOf(ports.store, deploymentId);
  for (const { value } of commands)
    await (value.status === 'pending'
      ? giveUp({ deploymentId, commandId: value.id }, ports)
      : forgetNode(value, ports));
  const status = isGivenUp || (await hasFailed(deploymentId, ports)) ? 'failed' : 'successful';
  return { deploymentId, status: await recorded(deploymentId, status, ports) };
}

async function hasFailed(deploymentId: string, { store }: EndNeeds): Promise<boolean> {
  return (await commandsOf(store, deploymentId)).some(({ value }) => value.status === 'failed');
}

async function recorded(
  id: string,
  status: 'successful' | 'failed',
  ports: EndNeeds,
): Promise<DeploymentRecord['status']> {
  const { store, clock } = ports;
  const stored = await getDeployment(store, id);
  if (!stored) return 'failed';
  if (stored.value.status !== 'running') return stored.value.status;
  const value = { ...stored.value, status, completedAt: clock.now() };
  const app = await store.get(appSnapshotKey(id));
  const forget: Write[] = app ? [{ remove: appSnapshotKey(id), expect: app.version }] : [];
  const isKept = await isWritten(store, [putDeployment(value, stored.version), ...forget]);
  if (!isKept) return recorded(id, status, ports);
  await publishDeployment(value, ports);
  return status;
}
