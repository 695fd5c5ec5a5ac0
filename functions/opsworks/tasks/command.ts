import { NodeUnknown } from '../../nodes/node.ts';
import { type CommandRecord as NodeCommand, isOver, queueCommand } from '../../nodes/command.ts';
import type { Ports } from '../../ports/ports.ts';
import { RecordTooLarge, WriteConflict } from '../../ports/store.ts';
import { TokenGone } from '../../ports/workflows.ts';
import { endFrom } from '../commands/cut-off.ts';
import { finishCommand } from '../commands/finish.ts';
import {
  type CommandName,
  commandOf,
  type CommandRecord,
  nodeCommandId,
  putCommand,
  type StoredCommand,
} from '../commands/record.ts';
import { orderFor } from '../deployments/order.ts';
import { type DeploymentRecord, getDeployment } from '../deployments/record.ts';
import type { InstanceRecord } from '../instances/record.ts';
import { hasAgent } from '../instances/view.ts';
import { clearTheWay } from '../lifecycle/clear-the-way.ts';
import { addServiceError } from '../service-errors/record.ts';
import { changing, findWithin, type Placed } from '../stacks/within.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids' | 'secrets'>;

/**
 * The body of Command: puts the token on record, gives the instance's agent its order, once, and then looks whether that is over already. An agent's
 * report is written first and then looks for the token, so one of the two always sees the other.
 */
export async function command({ token, ...name }: CommandName & { token: string }, ports: Needs): Promise<object> {
  const [stored, deployment] = await Promise.all([
    keepToken(name, token, ports),
    getDeployment(ports.store, name.deploymentId),
  ]);
  if (!stored || stored.value.status !== 'pending' || !deployment) await release(token, ports);
  else await begin(stored.value, deployment.value, ports);
  return {};
}

async function keepToken(name: CommandName, token: string, ports: Needs): Promise<StoredCommand | undefined> {
  const stored = await commandOf(ports.store, name);
  if (!stored || stored.value.status !== 'pending') return stored;
  const value = { ...stored.value, token };
  try {
    await ports.store.write([putCommand(value, stored.version)]);
    return { ...stored, value, version: stored.version + 1 };
  } catch (error) {
    if (error instanceof WriteConflict) return keepToken(name, token, ports);
    throw error;
  }
}

const release = (token: string, { workflows }: Needs): Promise<void> =>
  workflows.succeed(token, {}).catch((error: unknown) => {
    if (!(error instanceof TokenGone)) throw error;
  });

async function begin(record: CommandRecord, deployment: DeploymentRecord, ports: Needs): Promise<void> {
  const name = { deploymentId: record.deploymentId, commandId: record.id };
  const placed = await findWithin<InstanceRecord>(ports.store, 'instance', record.instanceId);
  if (!placed) return finishCommand(name, { status: 'skipped' }, ports);
  await clearTheWay(record, ports);
  if (record.type === 'shutdown' && !(await hasAgent(record.instanceId, ports)))
    return finishCommand(name, { status: 'skipped' }, ports);
  if (record.type === 'setup') await noteSetup(record, ports);
  const ofNode = await queued({ record, deployment, placed }, ports);
  if (!ofNode) return refuse(record, ports);
  if (isOver(ofNode)) await finishCommand(name, endFrom(ofNode), ports);
}

/** Fails a command that no agent can get, and says so where service errors are looked up. */
async function refuse({ stackId, instanceId, deploymentId, id, type }: CommandRecord, ports: Needs): Promise<void> {
  const message = `Command ${type} (${id}) could not be given to the agent of the instance: it has none, or the custom JSON is too large`;
  await addServiceError({ stackId, instanceId, type: 'command_not_sent', message }, ports);
  await finishCommand({ deploymentId, commandId: id }, { status: 'failed', exitCode: 1 }, ports);
}

/** While setup runs, the instance is shown so. */
async function noteSetup(record: CommandRecord, ports: Needs): Promise<void> {
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
  ports: Needs,
): Promise<NodeCommand | undefined> {
  const ordered = { stack: placed.stack.value, instance: placed.found.value, deployment, command: record };
  const order = await orderFor(ordered, ports);
  return queueCommand(order, ports).catch((error: unknown) => {
    if (error instanceof NodeUnknown || error instanceof RecordTooLarge) return undefined;
    throw error;
  });
}
