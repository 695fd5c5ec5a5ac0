import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  pid: number;
  parent: number;
  session: number;
}

/**
 * Kills (SIGKILL) every descendant of the process `root` and whoever shares its session, until none is left that started another meanwhile.
 * `root` itself is spared: its number may be another's by now, and while it lives orphans still come home to it.
 * Source: proc_pid_stat(5). Without /proc nothing is found.
 */
export function killDescendants(root: number): void {
  for (let round = 0; round < 20; round++) {
    if (descendants(root, processes()).filter(kill).length === 0) return;
  }
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

function kill(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}
