import type { Ports } from '../../ports/ports.ts';
import { isWritten } from '../../ports/until-written.ts';
import { giveOrder, type OrderNeeds } from '../commands/give-order.ts';
import { commandsOf, type StoredCommand } from '../commands/record.ts';
import { type DeploymentRecord, getDeployment, putDeployment, timeoutOf } from '../deployments/record.ts';
import { addCommands } from '../deployments/start.ts';
import { onlineTargets } from '../deployments/targets.ts';

/** What the machine's Map goes over: the commands that are not over. While it is `ordering`, Targets is to be called again. */
export interface Targets {
  deploymentId: string;
  status: 'ordering' | 'ordered';
  targets: { commandId: string; timeoutSeconds: number }[];
}

/** Of the machine's own wait: the node's command knows its times, and this is for one that nobody asked after. */
const spare = 300;

type Needs = OrderNeeds & Pick<Ports, 'log'>;

/**
 * The body of Targets: finds out whom an event is for, if nobody did yet, gives some instances their orders, and names the commands that are not over;
 * safe to repeat. A Map waits for forty commands at once, so the orders go out before it: no instance waits for another.
 */
export async function targets({ deploymentId, from = 0 }: Asked, ports: Needs): Promise<Targets & Asked> {
  const deployment = await withTargets(deploymentId, ports);
  if (!deployment || deployment.status !== 'running') return { deploymentId, status: 'ordered', targets: [] };
  await addCommands(deployment, ports.store);
  const commands = (await commandsOf(ports.store, deploymentId)).sort(byId);
  const next = from + atOnce;
  await giveOrders(commands.slice(from, next), deployment, ports);
  if (next < commands.length) return { deploymentId, from: next, status: 'ordering', targets: [] };
  const open = (await commandsOf(ports.store, deploymentId)).filter(({ value }) => value.status === 'pending');
  const timeoutSeconds = 2 * timeoutOf(deployment) + spare;
  return {
    ...{ deploymentId, status: 'ordered' },
    targets: open.map(({ value }) => ({ commandId: value.id, timeoutSeconds })),
  };
}

/** What the machine hands over: how many commands were seen to before. */
interface Asked {
  deploymentId: string;
  from?: number;
}

const byId = (one: StoredCommand, other: StoredCommand): number => (one.value.id < other.value.id ? -1 : 1);

/** As many orders as one call of the task gives, and as many of them at the same time. */
const atOnce = 100;
const inParallel = 10;

async function giveOrders(commands: StoredCommand[], deployment: DeploymentRecord, ports: Needs): Promise<void> {
  const left = commands.filter(({ value }) => value.status === 'pending');
  const give = async () => {
    for (let one = left.shift(); one; one = left.shift()) await giveOne(one, deployment, ports);
  };
  await Promise.all(Array.from({ length: inParallel }, give));
}

/** What one command meets is nothing to the others: its own task tries again, and gives it up in the end. */
const giveOne = ({ value }: StoredCommand, deployment: DeploymentRecord, ports: Needs): Promise<void> =>
  giveOrder(value, deployment, ports).catch((error: unknown) =>
    ports.log.warn('an order is to be given later', { commandId: value.id, error }),
  );

async function withTargets(
  id: string,
  ports: Pick<Ports, 'store' | 'clock' | 'ids'>,
): Promise<DeploymentRecord | undefined> {
  const stored = await getDeployment(ports.store, id);
  if (!stored || stored.value.targets || stored.value.status !== 'running') return stored?.value;
  const value = { ...stored.value, targets: await onlineTargets(stored.value.stackId, ports) };
  const isKept = await isWritten(ports.store, [putDeployment(value, stored.version)]);
  return isKept ? value : withTargets(id, ports);
}
