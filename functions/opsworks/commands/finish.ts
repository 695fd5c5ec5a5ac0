import { removeNode } from '../../nodes/remove-node.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { isWritten } from '../../ports/until-written.ts';
import { unlessGone } from '../../ports/waits.ts';
import { type DeploymentRecord, deploymentWrites, newEvent } from '../deployments/record.ts';
import { startDeployment } from '../deployments/start.ts';
import type { InstanceRecord } from '../instances/record.ts';
import { type After, afterCommand } from '../lifecycle/after-command.ts';
import { changing, findWithin, type Placed, removing } from '../stacks/within.ts';
import { putStack } from '../stacks/record.ts';
import {
  type CommandName,
  commandOf,
  type CommandRecord,
  newestCommands,
  putCommand,
  type StoredCommand,
} from './record.ts';

/** How a command ended; `acknowledgedAt` in epoch milliseconds. */
export type CommandEnd = Pick<CommandRecord, 'exitCode' | 'acknowledgedAt'> & {
  status: Exclude<CommandRecord['status'], 'pending'>;
};

/** What the end of a command needs. */
export type FinishNeeds = Pick<Ports, 'store' | 'workflows' | 'clock' | 'ids'>;

/**
 * Writes the end of a command together with what it makes of the instance, and only then lets the machine go on. A second end changes nothing,
 * but completes what a crash cut off.
 */
export async function finishCommand(name: CommandName, end: CommandEnd, ports: FinishNeeds): Promise<void> {
  const command = await ended(name, end, ports);
  if (!command) return;
  await forgetNode(command, ports);
  await goOn(command, ports);
}

/** The command with its end on record. */
async function ended(name: CommandName, end: CommandEnd, ports: FinishNeeds): Promise<CommandRecord | undefined> {
  const { command, event } = await record(name, end, ports);
  if (event) await startDeployment(event, ports);
  return command;
}

async function goOn({ token }: CommandRecord, { workflows }: FinishNeeds): Promise<void> {
  if (token !== undefined) await unlessGone(workflows.succeed(token, {}));
}

interface Recorded {
  command: CommandRecord | undefined;
  event?: DeploymentRecord | undefined;
}

async function record(name: CommandName, end: CommandEnd, ports: FinishNeeds): Promise<Recorded> {
  const { store } = ports;
  const stored = await commandOf(store, name);
  if (!stored || stored.value.status !== 'pending') return { command: stored?.value };
  const placed = await findWithin<InstanceRecord>(store, 'instance', stored.value.instanceId);
  const after = placed
    ? afterCommand(placed.found.value, { type: stored.value.type, isSuccess: end.status === 'successful' })
    : {};
  const event = after.configure && newEvent({ stackId: stored.value.stackId, name: 'configure' }, ports);
  const writes = [putEnd(stored, end, ports.clock.now()), ...(placed ? changesOf(after, placed) : [])];
  const isKept = await isWritten(store, [...writes, ...(event ? deploymentWrites(event) : [])]);
  return isKept ? { command: { ...stored.value, ...end }, event } : record(name, end, ports);
}

const putEnd = ({ value, version }: StoredCommand, end: CommandEnd, now: number): Write =>
  putCommand({ ...value, ...end, completedAt: now }, version);

function changesOf({ change, isGone }: After, { stack, found }: Placed<InstanceRecord>): Write[] {
  if (isGone) return [putStack(stack), ...removing('instance', found)];
  if (!change) return [];
  const { isLost: _lost, ...kept } = found.value;
  const write = changing('instance', { ...found, value: kept }, change);
  // What is in a layer is read when that is deleted.
  return change.layerIds === kept.layerIds ? [write] : [putStack(stack), write];
}

const newest = 100;

/** An instance that left takes its node along, once its shutdown is over; safe to repeat. */
export async function forgetNode({ type, instanceId, id }: CommandRecord, ports: FinishNeeds): Promise<void> {
  const { store } = ports;
  if (type !== 'shutdown' || (await findWithin(store, 'instance', instanceId))) return;
  // What its agent was to do still: nobody will report of that any more.
  for (const { value } of await newestCommands(store, instanceId, newest)) {
    // An index may not know yet that this one is over.
    if (value.status !== 'pending' || value.id === id) continue;
    const name = { deploymentId: value.deploymentId, commandId: value.id };
    const command = await ended(name, { status: 'failed', exitCode: 1 }, ports);
    if (command) await goOn(command, ports);
  }
  await removeNode(instanceId, ports);
}
