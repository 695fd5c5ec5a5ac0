import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../functions/ports/clock.ts';
import type { ScriptJob } from '../../functions/ports/scripts.ts';
import { limitsFor } from '../../functions/scripts/limits.ts';
import { boundedText } from './bounded-text.ts';
import type { Interpreter } from './interpreter.ts';
import { killDescendants, killUser } from './process-tree.ts';
import type { Ending } from '../../functions/scripts/script-result.ts';

/**
 * Where a script runs: its own folder, the user it belongs to where that is not the server's, the folders it must not see,
 * and whether to try namespaces, which alone can hide them.
 */
export interface Place {
  work: string;
  user: number | undefined;
  /** The path of pwsh for a script of PowerShell. */
  pwsh: string | undefined;
  hidden: string[];
  namespaces: boolean;
  /** The keys of its runbook's role. */
  environment: Record<string, string>;
}

/** A script under way. `ended` comes when it and all it started are gone; `kill` brings that about. */
export interface ScriptProcess {
  ended: Promise<Ending>;
  kill(): void;
}

const BOOTSTRAP = fileURLToPath(new URL('../../functions/scripts/bootstrap.py', import.meta.url));
const FLAGS = ['-I', '-S', '-B', '-u', '-X', 'utf8', '-X', 'no_debug_ranges'];
const PATH = '/usr/local/bin:/usr/bin:/bin';
const CHANNEL_LIMIT = 1 << 20;
const PATIENCE = 500;

/** Starts scripts in processes of their own. Source and payload go through a pipe: arguments and environment stand open in /proc. */
export function scriptStarter(clock: Clock) {
  return (python: Interpreter, job: ScriptJob, { environment, ...place }: Place): ScriptProcess => {
    const limits = limitsFor(place.pwsh === undefined ? 'Python' : 'PowerShell');
    const child = spawn(python.executable, [...FLAGS, BOOTSTRAP], {
      cwd: place.work,
      env: { ...environment, PATH, LANG: 'C.UTF-8', HOME: place.work, TMPDIR: place.work },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const { source, handler, payload, attachment } = job;
    const channel = child.stdio[3] as Duplex;
    const user = place.user ?? null;
    const killRest = () => (user === null ? killDescendants(child.pid ?? 0) : killUser(user));
    const ended = ending(child, channel, { clock, log: limits.log, killRest });
    const about = { source, handler, payload, attachment: attachment?.name, server: process.pid };
    const programs = place.pwsh === undefined ? [] : [dirname(place.pwsh)];
    channel.end(JSON.stringify({ ...about, ...limits, ...place, programs, user }));
    return { ended, kill: () => end(child, clock, killRest) };
  };
}

/** Asks the keeper to end all; one that does not (stopped by its script, say) is ended with all it started. */
function end(child: ChildProcess, clock: Clock, killRest: () => void): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  child.once(
    'exit',
    clock.after(PATIENCE, () => {
      killRest();
      child.kill('SIGKILL');
    }),
  );
}

function ending(
  child: ChildProcess,
  channel: Duplex,
  options: { clock: Clock; log: number; killRest: () => void },
): Promise<Ending> {
  const { clock, killRest } = options;
  const log = boundedText(options.log, `\n[The log was cut after ${options.log} bytes]\n`);
  const answer = boundedText(CHANNEL_LIMIT, '');
  child.stdout?.on('data', log.add).on('error', ignore);
  child.stderr?.on('data', log.add).on('error', ignore);
  // A reset means the process ended before it read its job; the ending says so.
  channel.on('data', answer.add).on('error', ignore);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      if (child.pid !== undefined && code !== 0) killRest();
      child.once(
        'close',
        clock.after(PATIENCE, () => child.stdio.forEach((stream) => stream?.destroy())),
      );
    });
    child.on('close', () => resolve({ channel: answer.text(), log: log.text() }));
  });
}

function ignore(): void {}
