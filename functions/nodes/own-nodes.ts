import { hash } from 'node:crypto';
import { AwsError, AwsUnusable } from '../ports/aws-api.ts';
import type { Json, JsonObject } from '../ports/json.ts';
import type { NodeCommand, Nodes, NodesCaller } from '../ports/nodes.ts';
import type { Ports } from '../ports/ports.ts';
import type { Key, Write } from '../ports/store.ts';
import { unlessConflict, untilWritten } from '../ports/until-written.ts';
import { cancelCommand, queueCommand } from './command.ts';
import { allNodes, getNode, isConnected, type NodeRecord, NodeUnknown } from './node.ts';
import { orderFrom } from './run-command-order.ts';
import { stateOfRun } from './run-command-state.ts';

/** A command that was given to nodes of ours: which. */
interface Run {
  nodes: string[];
  /** Nobody wants it any more: what of it is given later is taken back. */
  isCancelled?: true;
}

type Needs = Pick<Ports, 'store' | 'clock' | 'ids'>;

/** What the nodes of ours stand between: the machines of SSM, and whether a principal may do something. */
export interface Around {
  others: Nodes;
  mayDo: (wish: { arn: string; action: string; resources: string[]; region: string }) => Promise<boolean>;
}

/**
 * The nodes port where our own agents come first: what is meant for a node of ours goes to its queue, all else to SSM. There the run's role is asked
 * for ssm:SendCommand; here, where roles give no rights, who started the run.
 */
export const ownNodes = (ports: Needs, { others, mayDo }: Around): Nodes => ({
  unavailable: async (instanceIds, caller) => {
    const found = await Promise.all(instanceIds.map((id) => getNode(id, ports.store)));
    const lost = found.filter((node) => node && !isConnected(node, ports.clock.now())).map((node) => node?.id);
    const foreign = instanceIds.filter((_id, at) => !found[at]);
    const away = foreign.length ? await others.unavailable(foreign, caller) : [];
    return instanceIds.filter((id) => lost.includes(id) || away.includes(id));
  },
  start: async (command, caller) => {
    const nodes = await nodesFor(command, ports);
    if (nodes.length === 0) return others.start(command, caller);
    const resources = resourcesOf(command, nodes, caller);
    const { startedBy: arn, region } = caller;
    if (!(await mayDo({ arn, action: 'ssm:SendCommand', resources, region }))) throw refused(arn, resources);
    return start(command, nodes, ports);
  },
  status: async (commandId, caller) => {
    const run = await runOf(commandId, ports);
    return run ? stateOfRun(orderIds(commandId, run), ports) : others.status(commandId, caller);
  },
  cancel: async (commandId, caller) => {
    const run = await runOf(commandId, ports);
    await (run ? cancelRun(commandId, run.nodes, ports) : others.cancel(commandId, caller));
  },
  takeBack: async (command, caller) => {
    const nodes = await nodesFor(command, ports);
    await (nodes.length ? cancelRun(commandIdOf(command), nodes, ports) : others.takeBack(command, caller));
  },
});

const resourcesOf = ({ documentName }: NodeCommand, nodes: string[], { startedBy, region }: NodesCaller): string[] => [
  `arn:aws:ssm:${region}::document/${documentName}`,
  ...nodes.map((node) => `arn:aws:ssm:${region}:${startedBy.split(':')[4]}:managed-instance/${node}`),
];

const refused = (arn: string, resources: string[]): AwsError =>
  new AwsError({
    code: 'AccessDeniedException',
    message: `User: ${arn} is not authorized to perform: ssm:SendCommand on resources: ${resources.join(', ')}`,
    operation: 'SendCommand',
    status: 400,
  });

const runKey = (commandId: string): Key => ({ partition: `node-run#${commandId}`, sort: 'run' });

const orderIds = (commandId: string, { nodes }: Run): string[] => nodes.map((node) => `${commandId}/${node}`);

/** The same command has the same id, a UUID like SSM's, whoever asks again. */
function commandIdOf({ id }: NodeCommand): string {
  const digits = hash('sha256', id, 'hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}

const keptDays = 90;

async function start(command: NodeCommand, nodes: string[], ports: Needs): Promise<string> {
  const order = orderFrom(command);
  const commandId = commandIdOf(command);
  await ports.store.write([putRun(commandId, { nodes }, { ...ports, expect: 0 })]).catch(unlessConflict);
  // Which nodes have the tag may have changed since the first try.
  const run = (await runOf(commandId, ports)) ?? { nodes };
  if (run.isCancelled) return commandId;
  for (const node of run.nodes)
    await queueCommand({ id: `${commandId}/${node}`, node, owner: 'ssm', ...order }, ports).catch(unlessUnknown);
  if ((await runOf(commandId, ports))?.isCancelled) await cancelOrders(commandId, run, ports);
  return commandId;
}

/** On a node that was removed meanwhile the command has failed, as its state tells. */
function unlessUnknown(error: unknown): void {
  if (!(error instanceof NodeUnknown)) throw error;
}

const runOf = async (commandId: string, { store }: Pick<Needs, 'store'>): Promise<Run | undefined> =>
  (await store.get<Run>(runKey(commandId)))?.value;

const putRun = (
  commandId: string,
  value: Run,
  { clock, expect }: Pick<Needs, 'clock'> & { expect: number },
): Write => ({
  put: { ...runKey(commandId), value, expires: Math.floor(clock.now() / 1000) + keptDays * 86_400 },
  expect,
});

/** Writes that nobody wants a command any more, and only then cancels what was given of it: who gives more looks once more afterwards. */
async function cancelRun(commandId: string, nodes: string[], ports: Needs): Promise<void> {
  const run = await untilWritten(async () => {
    const stored = await ports.store.get<Run>(runKey(commandId));
    const value: Run = { nodes: stored?.value.nodes ?? nodes, isCancelled: true };
    if (!stored?.value.isCancelled)
      await ports.store.write([putRun(commandId, value, { ...ports, expect: stored?.version ?? 0 })]);
    return value;
  });
  await cancelOrders(commandId, run, ports);
}

async function cancelOrders(commandId: string, run: Run, ports: Needs): Promise<void> {
  for (const id of orderIds(commandId, run)) await cancelCommand(id, ports);
}

/** Those nodes of ours that a command was given to before, whatever became of them, or that it is for; none when it is for SSM. */
async function nodesFor(command: NodeCommand, ports: Needs): Promise<string[]> {
  const former = command.startedSince === undefined ? undefined : await runOf(commandIdOf(command), ports);
  return former?.nodes ?? namedNodes(command, ports);
}

async function namedNodes({ instanceIds, targets }: NodeCommand, { store }: Needs): Promise<string[]> {
  if (!instanceIds) return targets ? tagged(targets, await allNodes(store)) : [];
  const found = await Promise.all(instanceIds.map((id) => getNode(id, store)));
  const foreign = instanceIds.filter((_id, at) => !found[at]);
  if (foreign.length && foreign.length < instanceIds.length)
    throw new AwsUnusable(`One command cannot run on nodes of this server and on others: ${foreign.join(', ')}`);
  return foreign.length ? [] : [...new Set(instanceIds)];
}

/** Every target narrows: `tag:Name`, `tag-key` and `InstanceIds`. */
const tagged = (targets: JsonObject[], nodes: NodeRecord[]): string[] =>
  nodes.filter((node) => targets.every((target) => isMeant(target, node))).map(({ id }) => id);

function isMeant({ Key: key, Values }: JsonObject, { id, tags = {} }: NodeRecord): boolean {
  const name = textOf(key);
  const values = Array.isArray(Values) ? Values.map(textOf) : [];
  if (name.toLowerCase() === 'instanceids') return values.includes(id) || values.includes('*');
  if (name === 'tag-key') return values.some((value) => Object.hasOwn(tags, value));
  const tag = name.startsWith('tag:') ? name.slice('tag:'.length) : '';
  return Object.hasOwn(tags, tag) && values.includes(tags[tag] ?? '');
}

const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
