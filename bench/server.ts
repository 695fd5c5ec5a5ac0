import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Call, client } from './client.ts';

/** The real program in a process and data folder of its own. */
export interface Server {
  url: URL;
  pid: number;
  /** Milliseconds from spawn to its `ready` line. */
  readyAfter: number;
  /** The keys of a profile of the data folder. */
  keys(profile?: string): { accessKeyId: string; secretAccessKey: string };
  /** A client with the keys of a profile of the data folder. */
  client(connections: number, profile?: string): Call;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** A new data folder; `remove` deletes it. */
export function dataFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'quaymaster-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Starts `quaymaster start` on a port, any free one unless told; `env` is added to its environment. */
export async function startServer(data: string, at = 0, env: Record<string, string> = {}): Promise<Server> {
  const began = performance.now();
  const child = spawn(process.execPath, ['cli/quaymaster.ts', 'start', '--port', String(at), '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  const url = new URL(await readyLine(child));
  const readyAfter = performance.now() - began;
  return {
    url,
    pid: child.pid ?? 0,
    readyAfter,
    keys: (profile = 'default') => keysOf(data, profile),
    client: (connections, profile = 'default') => client({ url, ...keysOf(data, profile) }, connections),
    kill: (signal) =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill(signal);
      }),
  };
}

function readyLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const found = /^ready (\S+)/m.exec(text);
      if (found?.[1]) resolve(found[1]);
    });
    child.once('exit', (code, signal) => reject(new Error(`the program ended with ${signal ?? code}: ${text}`)));
  });
}

function keysOf(data: string, profile: string): { accessKeyId: string; secretAccessKey: string } {
  const text = readFileSync(join(data, 'credentials'), 'utf8').split(`[${profile}]`)[1]?.split('[')[0] ?? '';
  const value = (name: string) => new RegExp(`^${name}\\s*=\\s*(\\S+)`, 'm').exec(text)?.[1] ?? '';
  return { accessKeyId: value('aws_access_key_id'), secretAccessKey: value('aws_secret_access_key') };
}

/** Resident memory of a process in MB. */
export function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

/** The CPU time of a process, its threads included, in seconds; Linux counts it in hundredths. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
