import { readFileSync } from 'node:fs';
import { arch, hostname, platform, release } from 'node:os';
import { Crew, type Say } from './agent.ts';
import { pause, pauseAfter } from './backoff.ts';
import { type Journal, openJournal } from './journal.ts';
import { type NodesOrigin, nodesOrigin } from './nodes-origin.ts';
import { opsworksAssignment } from './opsworks/assignment.ts';
import { scriptAssignment } from './script.ts';
import { surroundings } from './surroundings.ts';
import { openWire } from './wire.ts';

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
    const node = token().slice(0, token().lastIndexOf('.'));
    const assignments = { script: scriptAssignment, opsworks: opsworksAssignment, heat: scriptAssignment };
    const around = surroundings({ root, node, user });
    const crew = new Crew({ state, journal, around, origins: { nodes, heat: undefined }, assignments, say, signal });
    crew.takeUp();
    await pollNodes({ nodes, crew, journal, say }, signal);
    await crew.idle();
  } finally {
    wire.close();
    journal.close();
  }
}

interface Polling {
  nodes: NodesOrigin;
  crew: Crew;
  journal: Journal;
  say: Say;
}

async function pollNodes(polling: Polling, signal: AbortSignal): Promise<void> {
  const { say } = polling;
  let failures = 0;
  const answered = () => {
    if (failures >= 5) say('info', 'the server answers again');
    failures = 0;
  };
  const failed = (error: unknown) => {
    failures += 1;
    // A server that is being restarted is nothing to tell of.
    if (failures === 5) say('warn', 'the server does not answer', { error: String(error) });
    return pauseAfter(failures);
  };
  while (!signal.aborted) await pause(await pollOnce(polling, signal, answered).catch(failed), signal);
}

/** Asks once; answers with how many milliseconds to pause. */
async function pollOnce({ nodes, crew, journal }: Polling, signal: AbortSignal, answered: () => void): Promise<number> {
  const since = performance.now();
  const known = journal.unfinished().filter(({ origin }) => origin === 'nodes');
  const ids = known.map(({ id }) => id);
  const { commands, cancel, pause: seconds } = await nodes.poll(ids, wait, signal);
  answered();
  crew.takeUp(commands.map((command) => ({ ...command, origin: 'nodes' })));
  crew.cancel(cancel);
  if (seconds > 0) return seconds * 1000 * jitter();
  return commands.length > 0 || performance.now() - since > shortestPoll ? 0 : shortestPoll * jitter();
}

/** Agents that were started together drift apart. */
const jitter = (): number => 0.75 + Math.random() / 2;
