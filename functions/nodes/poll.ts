import type { Ports } from '../ports/ports.ts';
import { SecretUnreadable } from '../ports/secrets.ts';
import type { Stored } from '../ports/store.ts';
import { type Body, countIn, noToken, optionalTextIn, WireError } from './body.ts';
import {
  change,
  type CommandEnd,
  type CommandRecord,
  commandKey,
  ended,
  isOver,
  isOverdue,
  queuePrefix,
  waitOf,
} from './command.ts';
import type { Visit } from './door.ts';
import { closeCutLog } from './log.ts';
import { getNode, type NodeRecord, noteSeen, type Report } from './node.ts';
import { payloadOf } from './sealed-payload.ts';
import { settle, type Tell } from './settle.ts';
import { waitForNode } from './waiting.ts';

/** What an agent gets: what is new to it, which of what it knows is to be ended, and how long to pause before it asks again (seconds). */
export interface PollAnswer {
  commands: Pick<CommandRecord, 'id' | 'kind' | 'payload' | 'timeoutSeconds'>[];
  cancel: string[];
  pause: number;
}

/** How polls are answered: a server that may wait holds one as long as there is nothing to say, `longestWait` seconds at most; after an answer without a wait agents pause. */
export interface PollManners {
  longestWait: number;
  pause: number;
}

type Needs = Ports & { tell: Tell; manners: PollManners };

/** As much as one answer carries, and as much as an agent may have in hand; the rest comes later. */
const atOnce = 10;
const inHand = 50;
const longestQueue = 1000;
/** A poll that was on its way when a command began does not know of it. */
const overlap = 30_000;

/** Answers an agent that asks for work; asking is also its sign of life. */
export async function poll(visit: Visit, body: Body, ports: Needs): Promise<PollAnswer> {
  const { clock, manners } = ports;
  await noteSeen(visit.stored, reportFrom(body), ports);
  const known = knownIn(body);
  const wait = Math.min(countIn(body, 'wait', [0, 3600]) ?? 0, manners.longestWait);
  const waiting = wait > 0 ? waitForNode(visit.node.id, wait * 1000, clock) : undefined;
  try {
    const found = await look(visit, known, { ...ports, isFirst: true });
    if (!waiting || found.commands.length || found.cancel.length)
      return { ...found, pause: waiting ? 0 : manners.pause };
    await waiting.over;
    await checkStillWelcome(visit.node, ports);
    return { ...(await look(visit, known, { ...ports, isFirst: false })), pause: 0 };
  } finally {
    waiting?.end();
  }
}

/** The token may have been renewed, or the node removed, while its poll waited. Throws WireError. */
async function checkStillWelcome({ id, tokenHash }: NodeRecord, { store }: Pick<Ports, 'store'>): Promise<void> {
  if ((await getNode(id, store))?.tokenHash !== tokenHash) throw noToken();
}

function reportFrom(body: Body): Report {
  const agentVersion = optionalTextIn(body, 'version', 64);
  const named = ['platform', 'hostname', 'address'].flatMap((name) => {
    const text = optionalTextIn(body, name, 255);
    return text ? [[name, text]] : [];
  });
  return { ...(agentVersion && { agentVersion }), reported: Object.fromEntries(named) as Record<string, string> };
}

function knownIn({ known = [] }: Body): Set<string> {
  const isList = Array.isArray(known) && known.length <= 1000 && known.every((id) => typeof id === 'string');
  if (!isList) throw new WireError(400, "'known' must be a list of at most 1000 ids");
  return new Set(known);
}

async function look({ node, agent }: Visit, known: Set<string>, ports: Needs & { isFirst: boolean }) {
  const commands = await queueOf(node, ports);
  const now = ports.clock.now();
  const going: CommandRecord[] = [];
  for (const command of commands) {
    const end = endOf(command, { agent, isKnown: known.has(command.id) || !ports.isFirst, now });
    if (end)
      await change(command.id, ports, (found) => (found.state === command.state ? ended(found, end, now) : undefined));
    if (end || isOver(command)) await settleAgain(command, ports);
    else going.push(command);
  }
  const live = new Set(going.filter(({ isCancelled }) => !isCancelled).map(({ id }) => id));
  const room = Math.max(Math.min(atOnce, inHand - known.size), 0);
  const fresh = going.filter(({ id, state }) => state === 'queued' && !known.has(id)).slice(0, room);
  return {
    commands: (await Promise.all(fresh.map((command) => handedOut(command, ports)))).flat(),
    cancel: [...known].filter((id) => !live.has(id)),
  };
}

/** A command as its agent gets it; one that cannot be opened any more, because the key is gone, fails. */
async function handedOut(command: CommandRecord, ports: Needs): Promise<PollAnswer['commands']> {
  const { id, kind, timeoutSeconds } = command;
  try {
    return [{ id, kind, payload: await payloadOf(command, ports), timeoutSeconds }];
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error;
    const end: CommandEnd = { state: 'failed', reason: 'what it was to do can no longer be opened' };
    await change(id, ports, (found) => (found.state === 'queued' ? ended(found, end, ports.clock.now()) : undefined));
    await settleAgain(command, ports);
    return [];
  }
}

async function queueOf({ id }: NodeRecord, { store }: Pick<Ports, 'store'>): Promise<CommandRecord[]> {
  const { items } = await store.list<{ id: string }>({
    partition: `node#${id}`,
    prefix: queuePrefix,
    limit: longestQueue,
  });
  const found = await Promise.all(items.map(({ value }) => store.get<CommandRecord>(commandKey(value.id))));
  return found.filter((stored): stored is Stored<CommandRecord> => stored !== undefined).map(({ value }) => value);
}

async function settleAgain({ id }: CommandRecord, ports: Needs): Promise<void> {
  const stored = await ports.store.get<CommandRecord>(commandKey(id));
  if (!stored || !isOver(stored.value)) return;
  await closeCutLog(stored.value, ports);
  await settle(stored.value, ports);
}

/** What a command that goes on must end as, if so: its agent is another one now, has forgotten it, or came too late. */
function endOf(command: CommandRecord, asks: { agent: string; isKnown: boolean; now: number }): CommandEnd | undefined {
  const { state, beganAt = 0, agent } = command;
  if (state === 'queued' && isOverdue(command, asks.now))
    return { state: 'timed_out', reason: `no agent took it within ${waitOf(command)} s` };
  if (state !== 'running') return undefined;
  if (agent !== asks.agent) return { state: 'interrupted', reason: 'the agent that ran it was replaced' };
  if (!asks.isKnown && asks.now > beganAt + overlap)
    return { state: 'interrupted', reason: 'its agent knows no more of it' };
  return undefined;
}
