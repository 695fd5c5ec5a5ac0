import { hash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { identityOf, type ProcessIdentity } from './process-identity.ts';
import type { CommandResult } from './result.ts';

/** What a supervisor is to run. The file is gone as soon as it is read, for it may hold secrets. */
export interface Assignment {
  argv: string[];
  cwd: string;
  env: Record<string, string>;
  /** What the program reads. */
  input?: string;
  timeoutSeconds: number;
  /** Texts that must not stand in any output. */
  secrets: string[];
  uid?: number;
  gid?: number;
  /** A folder of which each file is an output (Heat). */
  outputs?: string;
  /** How much of the beginning of each stream is the result, in characters: 24,000 and 8,000 unless told. */
  kept?: { stdout: number; stderr: number };
}

/** The folder of one attempt at a command. */
export const commandFolder = (state: string, id: string, attempt: number): string =>
  join(state, 'commands', `${nameOf(id)}.${attempt}`);

/** Removes the folders of all other commands: an agent that was killed after it had told of one leaves that one's. */
export function removeOtherFolders(state: string, ids: string[]): void {
  const commands = join(state, 'commands');
  const kept = new Set(ids.map((id) => nameOf(id)));
  for (const name of existsSync(commands) ? readdirSync(commands) : [])
    if (!kept.has(name.split('.')[0] ?? '')) rmSync(join(commands, name), { recursive: true, force: true });
}

const nameOf = (id: string): string => hash('sha256', id, 'hex').slice(0, 32);

/** Writes a text so that it is there whole, or not at all, whatever happens. */
export function writeWhole(file: string, text: string): void {
  writeSynced(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  syncFolder(dirname(file));
}

function writeSynced(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Claims the right to run what a folder holds: one process gets it, once, for good. A supervisor claims it before it starts anything; an agent that
 * finds no claim takes it away from a supervisor that may yet come, and then knows that nothing ran.
 */
export function claim(folder: string, by: 'supervisor' | 'nobody'): boolean {
  const own = join(folder, `claim.${process.pid}`);
  writeSynced(own, JSON.stringify(by === 'nobody' ? {} : identityOf(process.pid)));
  try {
    linkSync(own, join(folder, 'claim'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
  syncFolder(folder);
  return true;
}

/** Who claimed the folder: a supervisor, or an agent for nobody, so that it is never run. */
export function claimant(folder: string): ProcessIdentity | 'nobody' | undefined {
  const found = jsonIn<Partial<ProcessIdentity>>(join(folder, 'claim'));
  if (!found) return undefined;
  const { pid, boot = '', started = '' } = found;
  return pid === undefined ? 'nobody' : { pid, boot, started };
}

/** The program that the supervisor started, the leader of its process group. */
export const childOf = (folder: string): ProcessIdentity | undefined => jsonIn(join(folder, 'child'));

/** How it ended, as its supervisor wrote it. */
export const resultIn = (folder: string): CommandResult | undefined => jsonIn(join(folder, 'result'));

/** Makes the folder, with what is to be run in it. */
export function assign(folder: string, assignment: Assignment): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeWhole(join(folder, 'assignment'), JSON.stringify(assignment));
}

/** Reads what is to be run, and removes it from the disk. */
export function takeAssignment(folder: string): Assignment {
  const file = join(folder, 'assignment');
  const assignment = jsonIn<Assignment>(file);
  if (!assignment) throw new Error(`There is nothing to run in ${folder}`);
  rmSync(file);
  return assignment;
}

function jsonIn<Value>(file: string): Value | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return JSON.parse(text) as Value;
}
