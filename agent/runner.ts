import { spawn } from 'node:child_process';
import { extname, join } from 'node:path';
import { pause } from './backoff.ts';
import { childOf, claim, claimant, resultIn } from './command-folder.ts';
import { isAlive, type ProcessIdentity } from './process-identity.ts';
import { type CommandResult, interrupted } from './result.ts';

// TypeScript where the sources run, JavaScript where they are packaged.
const supervisor = join(import.meta.dirname, `supervisor${extname(import.meta.filename)}`);

/** Starts the supervisor of a folder that holds an assignment; it lives on without this process. */
export function launch(folder: string): void {
  const env = { PATH: process.env.PATH, QUAYMASTER_AGENT_GRACE: process.env.QUAYMASTER_AGENT_GRACE };
  const child = spawn(process.execPath, [supervisor, folder], { cwd: '/', env, detached: true, stdio: 'ignore' });
  // One that cannot be started makes no claim, which `follow` finds.
  child.on('error', () => {});
  child.unref();
}

/** How to follow a command; `patience` is how long its supervisor may take to claim it, 0 for one of an agent that is gone. */
export interface Following {
  patience: number;
  isCancelled: () => boolean;
  signal: AbortSignal;
}

const shortest = 50;
const longest = 500;

/** Waits for a command's end: its result, `neverRan` when nobody will ever run this folder, undefined when the signal comes first. */
export async function follow(folder: string, options: Following): Promise<CommandResult | 'neverRan' | undefined> {
  const { patience, isCancelled, signal } = options;
  const since = performance.now();
  const told = { isCancelled: false };
  for (let interval = shortest; !signal.aborted; interval = Math.min(interval * 1.3, longest)) {
    const owner = claimant(folder);
    if (owner === 'nobody') return 'neverRan';
    const isDead = owner && !isAlive(owner);
    const result = resultIn(folder);
    if (result) return result;
    if (isDead) return abandoned(folder);
    if (!owner && performance.now() - since >= patience && claim(folder, 'nobody')) return 'neverRan';
    if (owner && isCancelled() && !told.isCancelled) told.isCancelled = terminate(owner);
    await pause(interval, signal);
  }
  return undefined;
}

function terminate({ pid }: ProcessIdentity): true {
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It ended meanwhile, as the next look will tell.
  }
  return true;
}

/** Nobody watches over the command any more: what still runs of it is ended. */
function abandoned(folder: string): CommandResult {
  const child = childOf(folder);
  if (child && isAlive(child)) killGroup(child.pid);
  return interrupted('the machine or the process that ran it ended before it did');
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It is gone.
  }
}
