import { NodeUnknown } from '../../nodes/node.ts';
import { type CommandRecord as NodeCommand, getCommand, isOver, queueCommand } from '../../nodes/command.ts';
import { sealOrder } from '../../nodes/sealed-payload.ts';
import type { Ports } from '../../ports/ports.ts';
import { RecordTooLarge } from '../../ports/store.ts';
import { orderFor } from '../deployments/order.ts';
import type { DeploymentRecord } from '../deployments/record.ts';
import type { InstanceRecord } from '../instances/record.ts';
import { hasAgent } from '../instances/view.ts';
import { isManagedNode } from '../managed-nodes/is-managed-node.ts';
import { refuse, send } from '../managed-nodes/send.ts';
import { clearTheWay } from '../lifecycle/clear-the-way.ts';
import { changing, findWithin, type Placed } from '../stacks/within.ts';
import { endFrom, skip, takeBackIfOver } from './cut-off.ts';
import { finishCommand } from './finish.ts';
import { type CommandRecord, nodeCommandId } from './record.ts';

/** What giving an order needs. */
export type OrderNeeds = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'secrets' | 'nodes'>;

/** Gives the agent of a command's instance, or SSM Run Command, its order, once however often it is asked, and ends the command where there is nothing to wait for. */
export async function giveOrder(record: CommandRecord, deployment: DeploymentRecord, ports: OrderNeeds): Promise<void> {
  if (record.runCommandId !== undefined) return;
  const name = { deploymentId: record.deploymentId, commandId: record.id };
  const given = await getCommand(nodeCommandId(name), ports.store);
  if (!given) return begin(record, deployment, ports);
  if (isOver(given)) await finishCommand(name, endFrom(given), ports);
}

async function begin(record: CommandRecord, deployment: DeploymentRecord, ports: OrderNeeds): Promise<void> {
  const name = { deploymentId: record.deploymentId, commandId: record.id };
  const placed = await findWithin<InstanceRecord>(ports.store, 'instance', record.instanceId);
  if (!placed) return skip(name, ports);
  await clearTheWay(record, ports);
  if (await isManagedNode(placed, ports))
    return send({ stack: placed.stack.value, instance: placed.found.value, deployment, command: record }, ports);
  if (record.type === 'shutdown' && !(await hasAgent(record.instanceId, ports))) return skip(name, ports);
  if (record.type === 'setup') await noteSetup(record, ports);
  const ofNode = await queued({ record, deployment, placed }, ports);
  if (!ofNode) return refuse(record, 'It has no agent, or the custom JSON is too large', ports);
  if (isOver(ofNode)) return finishCommand(name, endFrom(ofNode), ports);
  await takeBackIfOver(name, ports);
}

/** While setup runs, the instance is shown so. */
async function noteSetup(record: CommandRecord, ports: OrderNeeds): Promise<void> {
  const setup = nodeCommandId({ deploymentId: record.deploymentId, commandId: record.id });
  const placed = await findWithin<InstanceRecord>(ports.store, 'instance', record.instanceId);
  if (!placed || placed.found.value.setup === setup) return;
  await ports.store.write([changing('instance', placed.found, { setup })]);
}

/** The order in the queue of the instance's node; undefined where it has none, or where the order is beyond what can be kept. */
async function queued(
  {
    record,
    deployment,
    placed,
  }: { record: CommandRecord; deployment: DeploymentRecord; placed: Placed<InstanceRecord> },
  ports: OrderNeeds,
): Promise<NodeCommand | undefined> {
  const ordered = { stack: placed.stack.value, instance: placed.found.value, deployment, command: record };
  const order = await sealOrder(await orderFor(ordered, ports), ports);
  return queueCommand(order, ports).catch((error: unknown) => {
    if (error instanceof NodeUnknown || error instanceof RecordTooLarge) return undefined;
    throw error;
  });
}
