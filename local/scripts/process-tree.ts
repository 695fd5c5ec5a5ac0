import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  session: number;
}

/**
 * Kills every descendant of the process `root` and whoever shares its session. All are stopped before the first is killed, so that none starts
 * another meanwhile. `root` itself is spared: its number may be another's by now, and while it lives orphans still come home to it.
 * Source: proc_pid_stat(5). Without /proc nothing is found.
 */
export function killDescendants(root: number): void {
  const stopped = new Set<number>();
  for (let round = 0; round < 20; round++) {
    const found = descendants(root, processes()).filter((pid) => !stopped.has(pid) && signal(pid, 'SIGSTOP'));
    if (found.length === 0) break;
    for (const pid of found) stopped.add(pid);
  }
  for (const pid of stopped) signal(pid, 'SIGKILL');
}

/** Kills all that a user runs, at once, so that nothing can start another meanwhile; for a server that is root. */
export function killUser(user: number): void {
  const options = { uid: user, gid: user, cwd: '/', env: {}, stdio: 'ignore' } as const;
  spawn('/bin/sh', ['-c', 'kill -9 -1'], options).on('error', () => undefined);
}

function descendants(root: number, all: Process[]): number[] {
  const tree = new Set([root]);
  const joins = ({ pid, parent, session }: Process) => !tree.has(pid) && (session === root || tree.has(parent));
  for (let found = all.filter(joins); found.length > 0; found = all.filter(joins)) {
    for (const { pid } of found) tree.add(pid);
  }
  tree.delete(root);
  return [...tree];
}

function processes(): Process[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? read(Number(name)) : []));
  } catch {
    return [];
  }
}

function read(pid: number): Process[] {
  try {
    // The name in parentheses may hold anything, parentheses too; after it come state, parent, group and session.
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const [state, parent, , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? [] : [{ pid, parent: Number(parent), session: Number(session) }];
  } catch {
    return [];
  }
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false;
  }
}
