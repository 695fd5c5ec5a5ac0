import { readFileSync } from 'node:fs';
import { arch, hostname, platform, release } from 'node:os';
import { Crew, type Say } from './agent.ts';
import { pause, pauseAfter } from './backoff.ts';
import { heatAssignment } from './heat/assignment.ts';
import { type ServerMetadata, serverMetadata } from './heat/server-metadata.ts';
import { type Journal, openJournal } from './journal.ts';
import { type NodesOrigin, nodesOrigin } from './nodes-origin.ts';
import { opsworksAssignment } from './opsworks/assignment.ts';
import { scriptAssignment } from './script.ts';
import { surroundings } from './surroundings.ts';
import { openWire, Refused, type Wire } from './wire.ts';

/** How an agent is to run. */
export interface AgentOptions {
  /** URL of the server. */
  server: string;
  /** The folder of its journal, its own alone. */
  state: string;
  /** Where apps are deployed. */
  root: string;
  /** The file of its node's token. */
  tokenFile: string;
  version: string;
  /** The server of Heat's whose deployments are run too, and its project. */
  serverId?: string;
  project?: string;
  /** PEM text. */
  ca?: string;
  /** Whose rights commands have. */
  user?: string;
  say: Say;
}

/** The longest poll it offers, in seconds. */
const wait = 60;
/** Two agents with one token end each other's polls: this keeps them from doing so without end. */
const shortestPoll = 1000;

/** Runs an agent until the signal comes; commands it started go on and are taken up by the next one. Throws FolderTaken. */
export async function runAgent(options: AgentOptions, signal: AbortSignal): Promise<void> {
  const { state, root, user, server, say } = options;
  const journal = openJournal(state);
  const wire = openWire({ ca: options.ca });
  try {
    const token = () => readFileSync(options.tokenFile, 'utf8').trim();
    const about = { version: options.version, platform: `${platform()} ${release()} ${arch()}`, hostname: hostname() };
    const nodes = nodesOrigin({ wire, server, token, agent: journal.agent, about });
    const heat = heatOf(options, wire, token);
    const node = token().slice(0, token().lastIndexOf('.'));
    const assignments = { script: scriptAssignment, opsworks: opsworksAssignment, heat: heatAssignment };
    const around = surroundings({ root, node, user });
    const crew = new Crew({ state, journal, around, origins: { nodes, heat }, assignments, say, signal });
    crew.takeUp();
    const asks = [
      () => askNodes({ nodes, crew, journal }, signal),
      ...(heat ? [() => askHeat(heat, crew, signal)] : []),
    ];
    await Promise.all(asks.map((ask) => again(ask, say, signal)));
    await crew.idle();
  } finally {
    wire.close();
    journal.close();
  }
}

function heatOf(
  { server, serverId, project }: AgentOptions,
  wire: Wire,
  token: () => string,
): ServerMetadata | undefined {
  if (serverId === undefined || project === undefined) return undefined;
  return serverMetadata({ wire, server, project, serverId, token });
}

/** Asks for work again and again; each time tells how many milliseconds to pause. */
type Ask = () => Promise<number>;

async function again(ask: Ask, say: Say, signal: AbortSignal): Promise<void> {
  let failures = 0;
  let told: string | undefined;
  const answered = (rest: number) => {
    if (told) say('info', 'the server answers again');
    failures = 0;
    told = undefined;
    return rest;
  };
  const failed = (error: unknown) => {
    failures += 1;
    const trouble = troubleOf(error, failures);
    if (trouble && trouble !== told) say('warn', (told = trouble), { error: String(error) });
    return pauseAfter(failures);
  };
  while (!signal.aborted) await pause(await ask().then(answered, failed), signal);
}

/** What is to be told of: a token that is refused waits for somebody, a server that is being restarted is nothing. */
function troubleOf(error: unknown, failures: number): string | undefined {
  if (error instanceof Refused && error.status === 401)
    return 'the server refuses the token: quaymaster node token makes another';
  return failures >= 5 ? 'the server does not answer' : undefined;
}

interface Polling {
  nodes: NodesOrigin;
  crew: Crew;
  journal: Journal;
}

async function askNodes({ nodes, crew, journal }: Polling, signal: AbortSignal): Promise<number> {
  const since = performance.now();
  const known = journal.unfinished().filter(({ origin }) => origin === 'nodes');
  const ids = known.map(({ id }) => id);
  const { commands, cancel, pause: seconds } = await nodes.poll(ids, wait, signal);
  crew.takeUp(commands.map((command) => ({ ...command, origin: 'nodes' })));
  crew.cancel(cancel);
  if (seconds > 0) return seconds * 1000 * jitter();
  return commands.length > 0 || performance.now() - since > shortestPoll ? 0 : shortestPoll * jitter();
}

/** As often as servers are asked that do not hold their answer, in milliseconds. */
const heatPause = 30_000;

async function askHeat(heat: ServerMetadata, crew: Crew, signal: AbortSignal): Promise<number> {
  const since = performance.now();
  const orders = await heat.poll(wait, signal);
  if (orders) crew.takeUp(orders);
  // One that has news answers at once; with nothing new only one that cannot wait does.
  return orders || performance.now() - since > heatPause / 2 ? shortestPoll * jitter() : heatPause * jitter();
}

/** Agents that were started together drift apart. */
const jitter = (): number => 0.75 + Math.random() / 2;
