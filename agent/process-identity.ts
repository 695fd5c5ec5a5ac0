import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tells one process from any other that ever had its number: which start of the machine, and when in it. */
export interface ProcessIdentity {
  pid: number;
  boot: string;
  started: string;
}

/** The identity of a process that lives; undefined where there is none. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const started = startOf(pid);
  return started === undefined ? undefined : { pid, boot: bootId(), started };
}

/** Whether this very process still lives. */
export function isAlive({ pid, boot, started }: ProcessIdentity): boolean {
  return bootId() === boot && startOf(pid) === started;
}

let boot: string | undefined;

/** Changes with every start of the machine. */
function bootId(): string {
  boot ??= textOf('/proc/sys/kernel/random/boot_id') ?? said('sysctl', ['-n', 'kern.boottime']) ?? '';
  return boot;
}

/** Field 22 of /proc/PID/stat, behind a name that may hold anything; a zombie counts as gone. */
function startOf(pid: number): string | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  if (stat !== undefined) {
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  }
  return process.platform === 'linux' ? undefined : said('ps', ['-o', 'lstart=', '-p', String(pid)]);
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

/** What a program of other systems than Linux says. */
function said(program: string, args: string[]): string | undefined {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined;
  } catch {
    return undefined;
  }
}
