import { isOver } from '../../../functions/nodes/command.ts';
import { readLog } from '../../functions/nodes/node-log.ts';
import type { Records } from '../watch.ts';
import type { World } from '../world.ts';
import { type Machine, type Machines, logOf } from './machines.ts';
import { nodeCommandOf, nodeCommandsIn } from './records.ts';

/** The reasons that the server itself has to end a command. */
const own =
  /^(no agent took it|the node did not report|the agent that ran it was replaced|its agent knows no more|its node was removed|cancelled before)/;

/** Whose agent waits at the server's door though there is something for it, at a moment when nothing is under way. */
export function latePolls({ records }: World, { all }: Machines): string[] {
  const queued = nodeCommandsIn(records).filter(({ state }) => state === 'queued');
  return all.flatMap(({ node, isPolling, journal }) => {
    const missed = isPolling ? queued.find((one) => one.node === node && !journal.has(one.id)) : undefined;
    return missed ? [`${missed.id}: its agent waits at the door, and was not told`] : [];
  });
}

/** What machines did and what is on record of it, once everything is over. */
export async function brokenOrders(world: World, machines: Machines): Promise<string[]> {
  const { records } = world;
  const isHeard = (node: string) => machines.all.some((machine) => machine.node === node && !machine.isGone);
  return [
    ...nodeCommandsIn(records).flatMap((command) => {
      if (!isOver(command)) return isHeard(command.node) ? [`${command.id}: it stays ${command.state}`] : [];
      const isRun = machines.launched.has(command.id);
      return command.state === 'successful' && !isRun ? [`${command.id}: it succeeded, and never ran`] : [];
    }),
    ...reportFaults(world, machines),
    ...machines.all.filter((machine) => !machine.isGone).flatMap((machine) => queueFaults(world, machine)),
    ...(await logFaults(world, machines)),
  ];
}

/** What was reported first counts, unless the server had ended it before. */
const reportFaults = ({ records }: World, { taken }: Machines): string[] =>
  [...taken].flatMap(([id, report]) => {
    const command = nodeCommandOf(records, id);
    if (!command || !isOver(command)) return [`${id}: its end was reported and taken, and it is ${command?.state}`];
    const isReported = command.state === report.state && command.exitCode === report.exitCode;
    return isReported || own.test(command.reason ?? '')
      ? []
      : [`${id}: ${report.state} was reported and taken, and it is ${command.state}`];
  });

/** An agent that asks has nothing left of what is over. */
const queueFaults = ({ records }: World, { node }: Machine): string[] =>
  [...records].flatMap(([name, record]) => {
    if (!name.startsWith(`node#${node} queue#`)) return [];
    const { id } = record as { id: string };
    const command = nodeCommandOf(records, id);
    return command && isOver(command) ? [`${id}: it is over, and still in the queue`] : [];
  });

/** What was sent before the server ended a command by itself is kept; what came after that is dropped. */
async function logFaults({ ports, records }: World, { all, taken }: Machines): Promise<string[]> {
  const sent = all
    .flatMap(({ journal }) => [...journal.values()])
    .filter(({ order, pieces }) => pieces > 0 && taken.has(order.id))
    .filter(({ order }) => !own.test(nodeCommandOf(records, order.id)?.reason ?? ''));
  const logs = await Promise.all(sent.map(({ order }) => readLog(order.id, ports)));
  return sent.flatMap(({ order: { id } }, at) => {
    const isForgotten = logs[at] === undefined && endedAt(records, nodeCommandOf(records, id)?.node) > keptLogs;
    return isForgotten || logs[at] === logOf(id) ? [] : [`${id}: its log is ${logs[at]}`];
  });
}

/** How many commands of a node keep their logs. */
const keptLogs = 30;

const endedAt = (records: Records, node: string | undefined): number =>
  nodeCommandsIn(records).filter((one) => one.node === node && isOver(one)).length;
