import { nodeResults } from '../../../functions/node-results.ts';
import type { CommandEnd, CommandRecord } from '../../../functions/nodes/command.ts';
import { nodesDoor } from '../../../functions/nodes/door.ts';
import type { BeginAnswer } from '../../../functions/nodes/begin.ts';
import type { PollAnswer } from '../../../functions/nodes/poll.ts';
import type { Ports } from '../../../functions/ports/ports.ts';
import type { Log } from '../../../functions/ports/log.ts';
import { eventOf } from '../../door.ts';
import { Fault } from '../invocation.ts';
import type { World } from '../world.ts';

/** How a process ended, as its agent reports it. */
export type Report = Pick<CommandEnd, 'state' | 'exitCode' | 'reason'>;

/** What an agent's folder holds of one command. */
export interface Entry {
  order: PollAnswer['commands'][number];
  state: 'received' | 'began' | 'ended' | 'told';
  isCancelled?: true;
  /** Whether it prints anything, and how many pieces of that the server took. */
  prints: boolean;
  pieces: number;
  report?: Report;
}

/** A machine and its agent. */
export interface Machine {
  node: string;
  token: string;
  /** Names the folder of its agent, which holds the journal. */
  agent: string;
  journal: Map<string, Entry>;
  /** Counts the lives of the agent: what an earlier one asked is answered to nobody. */
  life: number;
  isPolling: boolean;
  /** The commands that it asks about now. */
  asking: Set<string>;
  /** Nobody hears of it again. */
  isGone?: true;
}

/** All machines of a world, and what came of what they did. */
export interface Machines {
  all: Machine[];
  /** The commands that ran on any machine, and the folder of whoever ran them. */
  launched: Map<string, string>;
  /** What was reported and taken. */
  taken: Map<string, Report>;
  /** Looks at what an agent is told to do. */
  heard: (order: Entry['order']) => string[];
}

export const newMachines = (): Machines => ({
  all: [],
  launched: new Map(),
  taken: new Map(),
  heard: () => [],
});

/** Brings up a machine with an agent that has the token of a node. */
export const addMachine = ({ all }: Machines, node: string, token: string): void =>
  void all.push({
    ...{
      node,
      token,
      agent: `${node}/${all.length}/1`,
      journal: new Map(),
      life: 1,
      isPolling: false,
      asking: new Set(),
    },
  });

export const unfinished = ({ journal }: Machine): Entry[] =>
  [...journal.values()].filter(({ state }) => state !== 'told');

/** Longer than anybody looks whether something waits that need not. */
const longestWait = 50;

interface Answer {
  status: number;
  body: object;
}

/** Asks the server as an agent does; undefined where no answer came, or whoever asked is gone. */
async function ask(world: World, machine: Machine, [path, body]: [string, object]): Promise<Answer | undefined> {
  const { life, agent, token } = machine;
  const heard: Answer[] = [];
  const request = async (gated: Ports): Promise<undefined> => {
    const ports = { ...gated, log: listening(world, gated.log) };
    const manners = world.disk ? { longestWait, pause: 5 } : { longestWait: 0, pause: 30 };
    const door = nodesDoor({ ports, results: nodeResults, manners });
    const headers = { authorization: `Bearer ${token}` };
    const sent = { method: 'POST', path: `/nodes/${path}`, headers, body: JSON.stringify({ agent, ...body }) };
    const { statusCode = 0, body: text = '' } = await door.handler(eventOf(sent));
    heard.push({ status: statusCode, body: JSON.parse(text) as object });
    return undefined;
  };
  // Somebody on the way asks once more.
  if (world.random.happens(0.1)) void world.request(request);
  await world.request(request);
  const isLost = world.random.happens(0.03);
  return isLost || machine.life !== life ? undefined : heard[0];
}

/** Nothing but what goes wrong on purpose may keep an agent from its answer. */
function listening(world: World, log: Log): Log {
  const { database } = world.program;
  return {
    ...log,
    error: (message, { error }: { error?: unknown } = {}) => {
      if (!(error instanceof Fault) && !database.failure) world.broken.push(`${message}: ${String(error)}`);
    },
  };
}

/** Asks for work, and does what it is told. */
export async function poll(world: World, machines: Machines, machine: Machine): Promise<void> {
  if (machine.isPolling) return;
  machine.isPolling = true;
  const { life } = machine;
  const known = unfinished(machine).map(({ order }) => order.id);
  const answer = await ask(world, machine, ['poll', { known, wait: longestWait, version: '1' }]);
  if (machine.life !== life) return;
  machine.isPolling = false;
  if (answer?.status !== 200) return;
  const { commands, cancel } = answer.body as PollAnswer;
  for (const order of commands) {
    world.broken.push(...machines.heard(order).map((fault) => `${order.id}: ${fault}`));
    if (!machine.journal.has(order.id))
      machine.journal.set(order.id, { order, state: 'received', prints: world.random.happens(0.3), pieces: 0 });
  }
  for (const id of cancel) cancelled(machine, id);
  takeUp(world, machines, machine);
}

function cancelled({ journal }: Machine, id: string): void {
  const entry = journal.get(id);
  if (!entry) return;
  entry.isCancelled = true;
  if (entry.state === 'began') Object.assign(entry, { state: 'ended', report: killed });
}

const killed: Report = { state: 'cancelled', reason: 'killed' };

/** Carries on with all that is not told: begins what there is a place for, and reports what is over. */
export function takeUp(world: World, machines: Machines, machine: Machine): void {
  for (const entry of unfinished(machine)) {
    const { id } = entry.order;
    if (machine.asking.has(id) || entry.state === 'began') continue;
    if (entry.state === 'received' && isBusy(machine, entry)) continue;
    machine.asking.add(id);
    void (entry.state === 'ended' ? tell(world, machines, [machine, entry]) : begin(world, machines, [machine, entry]));
  }
}

/** Commands of OpsWorks run one after the other. */
const isBusy = (machine: Machine, { order: { kind } }: Entry): boolean =>
  kind === 'opsworks' &&
  unfinished(machine).some(
    ({ order, state }) => state === 'began' || (state === 'received' && machine.asking.has(order.id)),
  );

async function begin(world: World, machines: Machines, [machine, entry]: [Machine, Entry]): Promise<void> {
  const { life } = machine;
  const { id } = entry.order;
  const answer = await ask(world, machine, ['begin', { id }]);
  if (machine.life !== life) return;
  machine.asking.delete(id);
  if (answer?.status !== 200 || entry.state !== 'received') return;
  if ((answer.body as BeginAnswer).go) launch(world, machines, [machine, entry]);
  else Object.assign(entry, { state: 'ended', report: { state: 'cancelled', reason: 'not to be begun' } });
  takeUp(world, machines, machine);
}

function launch(world: World, { launched }: Machines, [machine, entry]: [Machine, Entry]): void {
  const { id } = entry.order;
  const record = world.records.get(`node-command#${id} command`) as CommandRecord | undefined;
  if (launched.has(id)) world.broken.push(`${id}: it was begun by ${machine.agent}, after ${launched.get(id)}`);
  if (record?.agent !== machine.agent)
    world.broken.push(`${id}: it was begun, and its record knows of ${record?.agent}`);
  launched.set(id, machine.agent);
  Object.assign(entry, { state: 'began' });
  if (entry.isCancelled) cancelled(machine, id);
}

/** A report is repeated until the server has taken it, or says that it never will. */
async function tell(world: World, machines: Machines, [machine, entry]: [Machine, Entry]): Promise<void> {
  const { life, agent } = machine;
  const { id } = entry.order;
  const report = entry.report ?? killed;
  const isSent = await isLogSent(world, machines, [machine, entry]);
  if (machine.life !== life) return;
  const answer = isSent ? await ask(world, machine, ['finish', { id, ...report, chunks: entry.pieces }]) : undefined;
  if (machine.life !== life) return;
  machine.asking.delete(id);
  if (answer?.status === 200) machines.taken.set(id, report);
  const isRefused = [400, 404, 409, 413].includes(answer?.status ?? 0);
  if (isRefused && machines.launched.get(id) === agent)
    world.broken.push(`${id}: its report was refused with ${answer?.status}`);
  if (answer?.status === 200 || isRefused) entry.state = 'told';
}

/** Whether the server has the log, which comes before the report: what comes after the end is dropped. */
async function isLogSent(world: World, { launched }: Machines, [machine, entry]: [Machine, Entry]): Promise<boolean> {
  const { id } = entry.order;
  if (!entry.prints || entry.pieces > 0 || launched.get(id) !== machine.agent) return true;
  const answer = await ask(world, machine, ['log', { id, index: 0, text: logOf(id) }]);
  if (answer?.status === 200) entry.pieces = 1;
  return answer?.status === 200 || answer?.status === 404;
}

/** What a command prints. */
export const logOf = (id: string): string => `the log of ${id}\n`;

/** Says once more how a command ended, at any later time. */
export async function repeat(world: World, machine: Machine): Promise<void> {
  const { order, report = killed, pieces } = world.random.pick([...machine.journal.values()].filter(isTold)) ?? {};
  if (order) await ask(world, machine, ['finish', { id: order.id, ...report, chunks: pieces }]);
}

const isTold = ({ state }: Entry): boolean => state === 'told';

/** A process that runs on the machine ends. */
export function endOne(world: World, machines: Machines, [machine, report]: [Machine, Report]): void {
  const entry = world.random.pick([...machine.journal.values()].filter(({ state }) => state === 'began'));
  if (entry) Object.assign(entry, { state: 'ended', report });
  takeUp(world, machines, machine);
}

/** The agent ends and another one goes on from its folder; processes go on meanwhile. */
export function restart(world: World, machines: Machines, machine: Machine): void {
  machine.life += 1;
  machine.isPolling = false;
  machine.asking.clear();
  if (!machine.isGone) takeUp(world, machines, machine);
}

/** The whole machine goes down in the middle of everything, and comes up again. */
export function reboot(world: World, machines: Machines, machine: Machine): void {
  const report: Report = { state: 'interrupted', reason: 'the machine went down' };
  for (const entry of machine.journal.values())
    if (entry.state === 'began') Object.assign(entry, { state: 'ended', report });
  restart(world, machines, machine);
}

/** The machine comes up with an empty folder. */
export function replace(world: World, machines: Machines, machine: Machine): void {
  machine.journal.clear();
  machine.agent = machine.agent.replace(/\d+$/, (number) => String(Number(number) + 1));
  restart(world, machines, machine);
}

/** Its token is put on another machine too, by mistake. */
export function clone(machines: Machines, { node, token }: Machine): void {
  addMachine(machines, node, token);
}

/** Nobody hears of it again. */
export function vanish(world: World, machines: Machines, machine: Machine): void {
  machine.isGone = true;
  restart(world, machines, machine);
}
