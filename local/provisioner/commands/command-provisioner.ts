import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsApi, AwsError, AwsUnreachable, AwsUnusable } from '../../../functions/ports/aws-api.ts';
import type { Clock } from '../../../functions/ports/clock.ts';
import {
  commandsOf,
  type Progress,
  type Provisioned,
  type Provisioner,
  type Provisioning,
} from '../../../functions/ports/provisioner.ts';
import { environmentOf } from './command-environment.ts';
import { folderOf, makeFolder } from './command-folder.ts';
import { processIn } from './kept-process.ts';
import { toldIn } from './notified.ts';

/** Where the commands run, and how they get at secrets. */
export interface CommandProvisionerOptions {
  /** Holds a folder for each target, with its last deployment. */
  folder: string;
  aws: AwsApi;
  clock: Clock;
}

const keeper = join(import.meta.dirname, 'keeper.sh');
/** CodeBuild's default, in milliseconds. */
const longest = 60 * 60_000;
/** How long a keeper may take to write down who it is, in milliseconds. */
const startingTime = 10_000;
/** Bytes at the end of a log that a message tells. */
const told = 1500;

/**
 * Provisions by the commands of a CodeBuild manifest, in child processes of this machine that outlive the server: they run as whoever started it, with
 * its environment, and nothing keeps them apart from it. A command that was begun is never run again; one that the machine's end cut off is reported.
 */
export function commandProvisioner({ folder: root, aws, clock }: CommandProvisionerOptions): Provisioner {
  const begin = async (work: Provisioning): Promise<Progress> => {
    const commands = commandsOf(work);
    if (commands.length === 0) return { state: 'Succeeded', outputs: [], resources: [] };
    const folder = folderOf(root, work);
    if (!existsSync(folder)) await makeFolder(folder, work);
    if (existsSync(join(folder, 'cancelled'))) return cancelled;
    const environment = await environmentOf(work, { folder, aws });
    if (!existsSync(join(folder, 'began'))) runCommands(folder, commands.length, environment);
    return { state: 'InProgress', lookAfter: 1 };
  };
  const start = (work: Provisioning): Promise<Progress> => begin(work).catch(refused);
  return {
    start,
    look: async (work) => {
      if (commandsOf(work).length === 0) return start(work);
      const folder = folderOf(root, work);
      if (!existsSync(join(folder, 'began'))) return start(work);
      const exit = await textIn(folder, 'exit');
      return exit === '' ? running(folder, clock, work) : ended(folder, Number(exit), work);
    },
    cancel: async (work) => {
      const folder = folderOf(root, work);
      if (!existsSync(folder) || existsSync(join(folder, 'exit'))) return undefined;
      await writeFile(join(folder, 'cancelled'), '');
      end(folder);
      return undefined;
    },
  };
}

/** What trying again cannot mend: secrets that are not to be had. */
function refused(error: unknown): Progress {
  if (!(error instanceof AwsError || error instanceof AwsUnusable) || error instanceof AwsUnreachable) throw error;
  return { state: 'Failed', message: `The commands could not begin: ${error.message}`, isUntouched: true };
}

function runCommands(folder: string, count: number, env: Record<string, string>): void {
  const options = { cwd: folder, env, detached: true, stdio: 'ignore' } as const;
  spawn('/bin/sh', [keeper, folder, String(count)], options)
    .on('error', () => undefined)
    .unref();
}

async function ended(folder: string, code: number, work: Provisioning): Promise<Provisioned> {
  if (existsSync(join(folder, 'cancelled'))) return cancelled;
  const { outputs, message } = await toldIn(folder);
  const said = [message, noteOn(work)].filter((one) => one !== undefined).join(' ');
  if (code === 0) return { state: 'Succeeded', outputs, resources: [], ...(said !== '' && { message: said }) };
  const failure = `${message ? `${message}. ` : ''}Command ${await commandIn(folder)} failed with exit code ${code}`;
  return { state: 'Failed', message: `${failure}\n${await endOf(join(folder, 'log'))}` };
}

/** CodeBuild would install what a manifest asks for. */
function noteOn({ manifest }: Provisioning): string | undefined {
  const runtimes = Object.entries(manifest?.runtimes ?? {}).map(
    ([name, version]) => `${name} ${JSON.stringify(version)}`,
  );
  return runtimes.length > 0 ? `Runtimes are those of this machine, not ${runtimes.join(', ')}.` : undefined;
}

const cancelled: Provisioned = { state: 'Cancelled', message: 'The commands were ended.' };

async function running(folder: string, clock: Clock, work: Provisioning): Promise<Progress> {
  const isAlive = processIn(folder) !== undefined;
  const age = clock.now() - statSync(join(folder, 'began')).mtimeMs;
  if (isAlive && age > longest) {
    end(folder);
    return { state: 'Failed', message: `The commands took longer than ${longest / 60_000} minutes and were ended.` };
  }
  if (isAlive || (age < startingTime && !existsSync(join(folder, 'process'))))
    return { state: 'InProgress', lookAfter: 2 };
  // It may have ended between the two looks.
  const exit = await textIn(folder, 'exit');
  if (exit !== '') return ended(folder, Number(exit), work);
  if (existsSync(join(folder, 'cancelled'))) return cancelled;
  const at = await commandIn(folder);
  return {
    state: 'Failed',
    message: `Command ${at} was interrupted: the machine or its keeper ended. It is not run again.`,
  };
}

/** The keeper leads a group of its own, in which all its commands are. */
function end(folder: string): void {
  const pid = processIn(folder);
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}

async function commandIn(folder: string): Promise<string> {
  const number = (await textIn(folder, 'at')).trim();
  const text = (await textIn(folder, `commands/${number || 1}.sh`)).trim();
  return `${number || 1} (${text.slice(0, 200)})`;
}

const textIn = (folder: string, name: string): Promise<string> => readFile(join(folder, name), 'utf8').catch(() => '');

async function endOf(file: string): Promise<string> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const from = Math.max(0, size - told);
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(told), 0, told, from);
  return buffer.toString('utf8', 0, bytesRead).trim();
}
