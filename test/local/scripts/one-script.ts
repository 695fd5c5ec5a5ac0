import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScriptJob, ScriptResult } from '../../../functions/ports/scripts.ts';
import { childProcessScripts, type ChildProcessScriptsOptions } from '../../../local/scripts/child-process-scripts.ts';
import { pythonFinder } from '../../../local/scripts/interpreter.ts';
import { memoryStore } from './memory-store.ts';
import { timerClock } from './timer-clock.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('python3 is not here: the scripts of the embedded program are not tested');

/** `describe`, where there is a Python to run scripts with. */
export const withPython = hasPython ? describe : describe.skip;

export const isRoot = process.getuid?.() === 0;

const python = pythonFinder();
/** Without namespaces, scripts of a root server see no Python that lies in somebody's home. */
const openPython = isRoot && existsSync('/usr/bin/python3') ? pythonFinder('/usr/bin/python3') : python;

/** What makes a port whose scripts share users, mounts and processes with this machine. */
export const withoutNamespaces = { namespaces: false, python: openPython };

/** Does it as the server does, which keeps what it writes to itself. */
async function privately<Result>(work: () => Promise<Result>): Promise<Result> {
  const before = process.umask(0o077);
  try {
    return await work();
  } finally {
    process.umask(before);
  }
}

/** Runs scripts one at a time in a folder of its own, which is gone after `close`. */
export interface OneScript {
  folder: string;
  messages: string[];
  run(source: string, more?: Partial<ScriptJob>): Promise<ScriptResult>;
  close(): Promise<void>;
}

/** Opens one. */
export function oneScript(options: Partial<ChildProcessScriptsOptions> = {}): OneScript {
  const folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  // A server that is root runs scripts as users that must find their way.
  chmodSync(folder, 0o711);
  const messages: string[] = [];
  const write = (message: string): void => void messages.push(message);
  let arrive: (result: ScriptResult) => void = () => undefined;
  let count = 0;
  const scripts = childProcessScripts({
    store: memoryStore(),
    objects: { get: async () => undefined },
    clock: timerClock(),
    log: { debug: write, info: write, warn: write, error: write },
    folder: join(folder, 'work'),
    finished: async (_id, result) => arrive(result),
    python,
    ...options,
  });
  return {
    folder,
    messages,
    run: (source, more = {}) =>
      privately(async () => {
        const result = new Promise<ScriptResult>((resolve) => (arrive = resolve));
        const job = { runtime: 'python3.11', source, handler: 'handler', payload: {}, timeoutSeconds: 60 };
        await scripts.start({ id: `x/y/${++count}`, ...job, ...more });
        return await result;
      }),
    close: async () => {
      await scripts.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A port on this machine that scripts may hold on to; `connected` is the line of the first that sent a word. */
export async function openLine() {
  const server = createServer((line: Socket) => void line.on('error', () => undefined)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const connected = async () => {
    const [line] = (await once(server, 'connection')) as [Socket];
    await once(line, 'data');
    return line;
  };
  return { server, connected, payload: { port: (server.address() as AddressInfo).port } };
}
