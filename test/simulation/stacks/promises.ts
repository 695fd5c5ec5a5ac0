import { isOver } from '../../../functions/nodes/command.ts';
import { endFrom } from '../../../functions/opsworks/commands/cut-off.ts';
import { type CommandRecord, nodeCommandId } from '../../../functions/opsworks/commands/record.ts';
import type { DeploymentRecord } from '../../../functions/opsworks/deployments/record.ts';
import type { InstanceRecord } from '../../../functions/opsworks/instances/record.ts';
import type { Machines } from '../nodes/machines.ts';
import { brokenOrders, latePolls } from '../nodes/promises.ts';
import { nodeCommandOf, nodeCommandsIn } from '../nodes/records.ts';
import type { Records } from '../watch.ts';
import type { World } from '../world.ts';
import { commandsIn, deploymentsIn, instancesIn } from './records.ts';

const ofNode = (records: Records, { deploymentId, id }: CommandRecord) =>
  nodeCommandOf(records, nodeCommandId({ deploymentId, commandId: id }));

/** What waits although it need not, at a moment when nothing is under way; a machine that has not begun to wait tries something again in minutes. */
export function lateWakeUps(world: World, machines: Machines): string[] {
  const { records } = world;
  const commands = commandsIn(records);
  const running = deploymentsIn(records).filter(({ status }) => status === 'running');
  return [
    ...latePolls(world, machines),
    ...running.flatMap(({ id }) => {
      const own = commands.filter(({ deploymentId }) => deploymentId === id);
      const isWaiting = own.length > 0 && own.every(({ token }) => token !== undefined);
      return isWaiting ? waitFaults(world, [id, own], machines) : [];
    }),
  ];
}

function waitFaults({ records }: World, [id, own]: [string, CommandRecord[]], { taken }: Machines): string[] {
  const open = own.filter(({ status }) => status === 'pending');
  const isTold = own.every((command) => taken.has(ofNode(records, command)?.id ?? ''));
  if (open.length === 0) return isTold ? [`${id}: all its commands are over, and it still runs`] : [];
  return open.flatMap((command) => {
    const order = ofNode(records, command);
    if (!order) return [`${command.id}: it is pending, and has no order`];
    return isOver(order) && taken.has(order.id) ? [`${command.id}: its end was reported, and it still is pending`] : [];
  });
}

/** Which promises a world broke, once everything in it is over. */
export async function brokenPromises(world: World, machines: Machines): Promise<string[]> {
  const { records, acknowledged } = world;
  const commands = commandsIn(records);
  const instances = instancesIn(records);
  const is = (what: string) => acknowledged.filter((one) => one.what === what).map(({ id }) => id);
  return [
    ...(await brokenOrders(world, machines)),
    ...is('deploy')
      .filter((id) => !records.has(`opsworks-deployment#${id} deployment`))
      .map((id) => `${id}: it was acknowledged, and is not there`),
    ...deploymentsIn(records).flatMap((one) => endFaults(world, one, commands)),
    ...commands.flatMap((one) => commandFaults(records, one, instances)),
    ...instances.flatMap(({ id, status }) => (isAtRest(status) ? [] : [`${id}: it stays ${status}`])),
    ...is('deregister').flatMap((id) => leftovers(records, id)),
  ];
}

function endFaults({ records, deliveries }: World, { id, status }: DeploymentRecord, commands: CommandRecord[]) {
  if (status === 'running') return [`${id}: it stays running`];
  const hasFailed = commands.some((one) => one.deploymentId === id && one.status === 'failed');
  const isGivenUp = deliveries.some(
    ({ name, payload }) => name === 'OpsworksDeploymentRecordFailure' && payload.deploymentId === id,
  );
  return [
    ...(status === 'failed' && !hasFailed && !isGivenUp ? [`${id}: it failed, and none of its commands did`] : []),
    ...(records.has(`opsworks-deployment#${id} app`)
      ? [`${id}: it is over, and its app with its secrets is kept`]
      : []),
  ];
}

/** A command ends as its node's did; one of an instance that left is given up. */
function commandFaults(records: Records, command: CommandRecord, instances: InstanceRecord[]): string[] {
  const { id, status, instanceId } = command;
  if (status === 'pending') return [`${id}: it stays pending`];
  const order = ofNode(records, command);
  if (!instances.some((one) => one.id === instanceId)) return [];
  if (!order) return status === 'successful' ? [`${id}: it is successful, and had no order`] : [];
  const told = isOver(order) ? endFrom(order).status : order.state;
  // An order that came too late was taken back.
  const isTakenBack = status === 'failed' && told === 'skipped';
  return told === status || isTakenBack ? [] : [`${id}: it is ${status}, and its order ${told}`];
}

const isAtRest = (status: string): boolean => !/ing$/.test(status);

/** Who left takes its node along, and all that it was to do. */
function leftovers(records: Records, id: string): string[] {
  if (instancesIn(records).some((one) => one.id === id)) return [`${id}: its leave was acknowledged, and it is there`];
  const isQueued = [...records.keys()].some((name) => name.startsWith(`node#${id} queue#`));
  const open = nodeCommandsIn(records).filter((one) => one.node === id && !isOver(one));
  return [
    ...(records.has(`nodes ${id}`) ? [`${id}: it left, and its node and token are kept`] : []),
    ...(isQueued ? [`${id}: it left, and its queue is kept`] : []),
    ...open.map((one) => `${one.id}: it stays ${one.state}, and its node left`),
  ];
}
