// One process for each command: it goes on when the agent ends, enforces the time limit, and leaves the result on disk.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CapturedOutput, masking } from './captured-output.ts';
import { type Assignment, claim, takeAssignment, writeWhole } from './command-folder.ts';
import { outputsIn } from './outputs.ts';
import { identityOf } from './process-identity.ts';
import type { CommandResult } from './result.ts';

/** How long a program has after SIGTERM, and what it left behind to close its output, in milliseconds. */
const grace = Number(process.env.QUAYMASTER_AGENT_GRACE ?? 10_000);
const drain = 2000;

const cancelled = new AbortController();

type End = { exitCode: number | null; signal: NodeJS.Signals | null; why?: 'timed_out' | 'cancelled' };

async function supervise(folder: string): Promise<void> {
  if (!claim(folder, 'supervisor')) return;
  const assignment = takeAssignment(folder);
  const output = new CapturedOutput(join(folder, 'log'), assignment.secrets, assignment.kept);
  const end = await runToEnd(folder, assignment, output).catch(whyNot);
  writeWhole(
    join(folder, 'result'),
    JSON.stringify({ ...resultOf(end, assignment), ...output.end(), ...outputsOf(assignment) }),
  );
}

const whyNot = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOENT' ? 'it is not installed' : message;

async function runToEnd(folder: string, assignment: Assignment, output: CapturedOutput): Promise<End> {
  const { argv, cwd, env, uid, gid, input = '' } = assignment;
  const [program = '', ...args] = argv;
  if (!existsSync(cwd)) throw new Error(`there is no folder ${cwd}`);
  const child = spawn(program, args, {
    ...{ cwd, env, detached: true, stdio: 'pipe' },
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  });
  const closed = once(child, 'close').catch(() => {});
  for (const name of ['stdout', 'stderr'] as const) child[name].on('data', (chunk: Buffer) => output.take(name, chunk));
  child.stdin.on('error', () => {}).end(input);
  const exited = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
  if (child.pid !== undefined)
    writeWhole(join(folder, 'child'), JSON.stringify(identityOf(child.pid) ?? { pid: child.pid }));
  const why = whyKilled(child, assignment.timeoutSeconds);
  const [exitCode, signal] = await exited;
  const reason = why();
  await Promise.race([closed, sleep(drain)]);
  return { exitCode, signal, ...(reason && { why: reason }) };
}

/** Kills the child's whole group when its time is over or somebody sends SIGTERM here; tells afterwards which it was. */
function whyKilled(child: ChildProcess, timeoutSeconds: number): () => End['why'] {
  let why: End['why'];
  const kill = (reason: End['why']) => {
    if (why) return;
    why = reason;
    killGroup(child, 'SIGTERM');
    setTimeout(() => killGroup(child, 'SIGKILL'), grace).unref();
  };
  const timer = setTimeout(() => kill('timed_out'), Math.min(timeoutSeconds * 1000, 2 ** 31 - 1));
  if (cancelled.signal.aborted) kill('cancelled');
  cancelled.signal.addEventListener('abort', () => kill('cancelled'));
  return () => {
    clearTimeout(timer);
    // Whatever it started and left behind goes with it.
    if (why) killGroup(child, 'SIGKILL');
    return why;
  };
}

function killGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch {
    // There is nobody left.
  }
}

function resultOf(end: End | string, { timeoutSeconds, argv }: Assignment): CommandResult {
  if (typeof end === 'string')
    return { state: 'failed', exitCode: 127, reason: `${argv[0]} could not be started: ${end}` };
  const { exitCode, signal, why } = end;
  if (why === 'timed_out')
    return { state: why, exitCode: exitCode ?? 137, reason: `it took longer than ${timeoutSeconds} s` };
  if (why) return { state: why, exitCode: exitCode ?? 143, reason: 'it was cancelled' };
  if (signal) return { state: 'failed', exitCode: 128 + numberOf(signal), reason: `it was ended by ${signal}` };
  return { state: exitCode === 0 ? 'successful' : 'failed', exitCode: exitCode ?? 1 };
}

const numberOf = (signal: NodeJS.Signals): number =>
  ({ SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGPIPE: 13, SIGTERM: 15 })[
    signal as string
  ] ?? 0;

function outputsOf({ outputs: folder, secrets, uid }: Assignment): Pick<CommandResult, 'outputs'> {
  if (folder === undefined) return {};
  const mask = masking(secrets);
  return {
    outputs: Object.fromEntries(Object.entries(outputsIn(folder, uid)).map(([name, text]) => [name, mask(text)])),
  };
}

process
  .on('SIGHUP', () => {})
  .on('SIGINT', () => {})
  .on('SIGTERM', () => cancelled.abort());
await supervise(process.argv[2] ?? '');
process.exit(0);
