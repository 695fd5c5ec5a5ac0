import type { Clock } from '../ports/clock.ts';
import type { JsonObject } from '../ports/json.ts';
import { type Key, type Store, type Write, WriteConflict } from '../ports/store.ts';
import { isWritten } from '../ports/until-written.ts';
import { nodeKey, NodeUnknown } from './node.ts';
import type { SealedPayload } from './sealed-payload.ts';
import { wakePoll } from './waiting.ts';

/** What a node is to do. docs/agent.md says what `payload` is for each kind. */
export interface NodeOrder {
  /** Names it for good, up to 512 bytes: asking twice runs it once. */
  id: string;
  node: string;
  /** Which room is told of its end (functions/node-results.ts). */
  owner: 'opsworks' | 'ssm';
  kind: 'script' | 'opsworks';
  payload: JsonObject;
  /** In place of the payload, where that is not for everybody who reads the store (sealed-payload.ts). */
  sealed?: SealedPayload;
  /** How long it may run, and how long it may wait for its node where `waitSeconds` does not tell. */
  timeoutSeconds: number;
  waitSeconds?: number;
}

/** `interrupted`: it began, and nobody knows how far it came (the machine went down, its agent's folder is gone). It is never run again. */
export type CommandState = 'queued' | 'running' | 'successful' | 'failed' | 'timed_out' | 'cancelled' | 'interrupted';

/** How a command ended; the texts are bounded by whoever reports. */
export interface CommandEnd {
  state: Exclude<CommandState, 'queued' | 'running'>;
  exitCode?: number;
  /** Why, where the exit code does not tell it. */
  reason?: string;
  /** The first 24,000 and 8,000 characters. */
  stdout?: string;
  stderr?: string;
}

/** A command as it stands; times in epoch milliseconds. Its payload is forgotten when it is over. */
export interface CommandRecord extends NodeOrder, Omit<CommandEnd, 'state'> {
  state: CommandState;
  queuedAt: number;
  /** When the agent took it: from here on it counts as begun. */
  beganAt?: number;
  endedAt?: number;
  /** Which of a node's agents took it: another one may not. */
  agent?: string;
  /** Somebody wants it cancelled; the agent is told at its next poll. */
  isCancelled?: true;
}

const days = 90;

/** Where a command is kept. */
export const commandKey = (id: string): Key => ({ partition: `node-command#${id}`, sort: 'command' });

/** Where a node finds what is not over: the entry goes when the command's owner has been told of its end. */
export const queueKey = ({ node, queuedAt, id }: Pick<CommandRecord, 'node' | 'queuedAt' | 'id'>): Key => ({
  partition: `node#${node}`,
  sort: `${queuePrefix}${String(queuedAt).padStart(15, '0')}#${id}`,
});

/** All of a node's queue. */
export const queuePrefix = 'queue#';

/** A command as an item of the store. */
const commandPut = (value: CommandRecord, expect: number): Write => ({
  put: { ...commandKey(value.id), value, expires: expiryOf(value) },
  expect,
});

const expiryOf = ({ queuedAt }: CommandRecord): number => Math.floor(queuedAt / 1000) + days * 86_400;

type Needs = { store: Store; clock: Clock };

/** Gives a node something to do, once however often it is asked. Throws NodeUnknown. */
export async function queueCommand(order: NodeOrder, { store, clock }: Needs): Promise<CommandRecord> {
  const record: CommandRecord = { ...order, state: 'queued', queuedAt: clock.now() };
  const node = await store.get(nodeKey(order.node));
  if (!node) throw new NodeUnknown(`There is no node ${order.node}`);
  try {
    const entry = { ...queueKey(record), value: { id: order.id }, expires: expiryOf(record) };
    await store.write([commandPut(record, 0), { put: entry, expect: 0 }]);
  } catch (error) {
    const former = error instanceof WriteConflict ? await getCommand(order.id, store) : undefined;
    if (!former) throw error;
    return former;
  }
  wakePoll(order.node);
  return record;
}

/** A command as it stands. */
export const getCommand = async (id: string, store: Store): Promise<CommandRecord | undefined> =>
  (await store.get<CommandRecord>(commandKey(id)))?.value;

/** Whether a command is over. */
export const isOver = ({ state }: Pick<CommandRecord, 'state'>): boolean => state !== 'queued' && state !== 'running';

/**
 * Cancels a command: one that no agent took is cancelled at once, the child of a running one is killed and its end reported as any.
 * What is over stays as it is. Answers with the command as it then is; its owner is not told here.
 */
export const cancelCommand = (id: string, ports: Needs): Promise<CommandRecord | undefined> =>
  change(id, ports, (command) =>
    command.state === 'queued'
      ? ended(command, { state: 'cancelled', reason: 'cancelled before it began' }, ports.clock.now())
      : { ...command, isCancelled: true },
  );

/** Gives a command up because its time is over, wherever it is; the agent kills what still runs. Its owner is not told here. */
export const timeOutCommand = (id: string, ports: Needs): Promise<CommandRecord | undefined> =>
  change(id, ports, (command) =>
    ended(command, { state: 'timed_out', reason: lateReason(command) }, ports.clock.now()),
  );

const lateReason = (command: CommandRecord): string =>
  command.state === 'queued'
    ? `no agent took it within ${waitOf(command)} s`
    : 'the node did not report its end in time';

/** How many seconds a command may wait for its node. */
export const waitOf = ({ waitSeconds, timeoutSeconds }: NodeOrder): number => waitSeconds ?? timeoutSeconds;

/** What an agent may need beyond a command's own time, to end it and to tell of it, in seconds. */
const reporting = 300;

/** Whether a command has had all the time it may have: no agent took it, or none tells of its end. */
export function isOverdue(command: CommandRecord, now: number): boolean {
  const { state, queuedAt, beganAt = queuedAt, timeoutSeconds } = command;
  if (state === 'queued') return now > queuedAt + waitOf(command) * 1000;
  return state === 'running' && now > beganAt + (timeoutSeconds + reporting) * 1000;
}

/** A command at its end. */
export const ended = (
  { payload: _payload, sealed: _sealed, ...command }: CommandRecord,
  end: CommandEnd,
  now: number,
): CommandRecord => ({
  ...command,
  payload: {},
  ...end,
  endedAt: now,
});

/** Changes a command that is not over, however many try at once. */
export async function change(
  id: string,
  { store }: Pick<Needs, 'store'>,
  next: (command: CommandRecord) => CommandRecord | undefined,
): Promise<CommandRecord | undefined> {
  for (;;) {
    const stored = await store.get<CommandRecord>(commandKey(id));
    if (!stored || isOver(stored.value)) return stored?.value;
    const value = next(stored.value);
    if (!value) return stored.value;
    if (await isWritten(store, [commandPut(value, stored.version)])) {
      wakePoll(value.node);
      return value;
    }
  }
}
