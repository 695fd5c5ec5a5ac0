import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ScriptJob, ScriptResult } from '../../../functions/ports/scripts.ts';
import { childProcessScripts, type ChildProcessScriptsOptions } from '../../../local/scripts/child-process-scripts.ts';
import { pythonFinder } from '../../../local/scripts/interpreter.ts';
import { scriptsContract } from '../../ports/scripts.contract.ts';
import { memoryStore } from './memory-store.ts';
import { openLine, withoutNamespaces, withPython } from './one-script.ts';
import { timerClock } from './timer-clock.ts';

const python = pythonFinder();
const lines: { level: string; message: string }[] = [];
const write = (level: string) => (message: string) => void lines.push({ level, message });
const log = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
const echo = 'def handler(events, context): return events';
const hold = `
import socket
def handler(events, context):
    line = socket.create_connection(('127.0.0.1', events['port']))
    line.sendall(b'ready')
    return line.recv(100).decode()`;

let folder: string;
let store: ReturnType<typeof memoryStore>;
let results: [string, ScriptResult][];

const job = (id: string, source: string, payload: ScriptJob['payload'] = {}): ScriptJob => {
  return { id, runtime: 'python3.11', source, handler: 'handler', payload, timeoutSeconds: 60 };
};
const make = (more: Partial<ChildProcessScriptsOptions> = {}) => {
  const finished = async (id: string, result: ScriptResult) => void results.push([id, result]);
  return childProcessScripts({
    store,
    objects: { get: async () => undefined },
    clock: timerClock(),
    log,
    folder: join(folder, 'work'),
    finished,
    python,
    ...more,
  });
};
/** A port whose first result can be awaited. */
const awaiting = (more: Partial<ChildProcessScriptsOptions> = {}) => {
  let arrive: (result: ScriptResult) => void = () => undefined;
  const first = new Promise<ScriptResult>((resolve) => (arrive = resolve));
  return { first, scripts: make({ finished: async (_id, result) => arrive(result), ...more }) };
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'scripts-'));
  // A server that is root runs scripts as users that must find their way.
  chmodSync(folder, 0o711);
  store = memoryStore();
  results = [];
  lines.length = 0;
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

withPython('scripts in child processes keep the contract', () => {
  scriptsContract(async (finished) => {
    const scripts = make({ finished });
    return { scripts, end: () => scripts.close() };
  });
});

withPython('scripts on a machine without namespaces keep the contract', () => {
  scriptsContract(async (finished) => {
    const scripts = make({ finished, ...withoutNamespaces });
    return { scripts, end: () => scripts.close() };
  });
});

withPython('childProcessScripts', () => {
  it('warns once when scripts get no namespaces', async () => {
    const { first, scripts } = awaiting(withoutNamespaces);
    await scripts.start(job('x/y/1', echo));
    await first;

    expect(lines.filter(({ level }) => level === 'warn').map(({ message }) => message)).toEqual([
      'this machine gives scripts no namespaces of their own: they can read what the user of this server can read',
    ]);
    await scripts.close();
  });

  it('ends a script that stops its keeper', async () => {
    const { server, connected, payload } = await openLine();
    const source = `
import os, signal, socket
def handler(events, context):
    line = socket.create_connection(('127.0.0.1', events['port']))
    try:
        os.kill(os.getppid(), signal.SIGSTOP)
    except PermissionError:
        pass  # The keeper of a server that is root
    os.setsid() if os.fork() == 0 else None
    line.sendall(b'ready')
    signal.pause()`;
    const scripts = make(withoutNamespaces);
    const line = connected();
    await scripts.start(job('x/y/1', source, payload));
    const gone = once(await line, 'close');

    await scripts.stop('x/y/1');
    await gone;

    expect(results).toEqual([]);
    await scripts.close();
    server.close();
  });

  it('writes the job down before it runs and strikes it off after the result was taken', async () => {
    const { server, connected, payload } = await openLine();
    const { first, scripts } = awaiting();
    const line = connected();

    await scripts.start(job('x/y/1', hold, payload));
    expect([...store.records.values()]).toMatchObject([
      { partition: 'scripts', sort: 'x/y/1', value: { source: hold } },
    ]);
    (await line).write('done');
    await first;
    await scripts.close();

    expect(store.records.size).toBe(0);
    expect(readdirSync(join(folder, 'work'))).toEqual([]);
    server.close();
  });

  it('runs a job again after a restart until its result is taken', async () => {
    const { server, connected, payload } = await openLine();
    const before = make();
    const line = connected();
    await before.start(job('x/y/1', hold, payload));
    await line;
    await before.close();
    const { first, scripts } = awaiting();
    const again = connected();

    await scripts.recover();
    (await again).write('second');

    expect(await first).toMatchObject({ status: 'Success', payload: 'second' });
    expect(results).toEqual([]);
    await scripts.close();
    expect(store.records.size).toBe(0);
    server.close();
  });

  it('empties its folder when it recovers', async () => {
    const scripts = make();
    await scripts.start(job('x/y/1', echo));
    await scripts.close();
    writeFileSync(join(folder, 'work', 'left'), 'over');

    await make({ python: async () => undefined }).recover();

    expect(() => readdirSync(join(folder, 'work'))).toThrow('ENOENT');
  });

  it('delivers a result again, with growing pauses, until it is taken', async () => {
    const pauses: number[] = [];
    const clock = timerClock((wait) => {
      const isPause = wait > 900 && wait < 30_000;
      if (isPause) pauses.push(Math.round(wait / 1000));
      return isPause;
    });
    let calls = 0;
    let taken: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (taken = resolve));
    const finished = async (): Promise<void> => {
      if (++calls < 4) throw new Error('not now');
      taken();
    };

    const scripts = make({ clock, finished });
    await scripts.start(job('x/y/1', echo));
    await done;
    await scripts.close();

    expect(calls).toBe(4);
    expect(pauses).toEqual([1, 2, 4]);
    expect(store.records.size).toBe(0);
  });

  it('gives up a delivery that is stopped', async () => {
    let refuse: () => void = () => undefined;
    const refused = new Promise<void>((resolve) => (refuse = resolve));
    let calls = 0;
    const finished = async (): Promise<void> => {
      calls++;
      refuse();
      throw new Error('not now');
    };
    const scripts = make({ finished });
    await scripts.start(job('x/y/1', echo));
    await refused;

    await scripts.stop('x/y/1');
    await scripts.close();

    expect(calls).toBe(1);
    expect(store.records.size).toBe(0);
  });

  it('runs as many at a time as told, the others in order', async () => {
    const { server, connected, payload } = await openLine();
    const order: string[] = [];
    let all: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (all = resolve));
    const scripts = make({
      concurrency: 1,
      finished: async (id) => {
        order.push(id);
        if (order.length === 3) all();
      },
    });
    const line = connected();
    await scripts.start(job('first', hold, payload));
    for (const id of ['second', 'stopped', 'third']) await scripts.start(job(id, echo));
    await scripts.stop('stopped');

    (await line).write('done');
    await done;

    expect(order).toEqual(['first', 'second', 'third']);
    await scripts.close();
    server.close();
  });

  it('runs once what is started while it recovers', async () => {
    const order: string[] = [];
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const scripts = make({
      concurrency: 1,
      finished: async (id) => {
        order.push(id);
        if (id === 'last') end();
      },
    });

    const recovered = scripts.recover();
    await scripts.start(job('first', echo));
    await recovered;
    await scripts.start(job('last', echo));
    await ended;

    expect(order).toEqual(['first', 'last']);
    await scripts.close();
  });

  it('says that python3 is missing', async () => {
    const { first, scripts } = awaiting({ python: pythonFinder('/nowhere/python3') });

    await scripts.start(job('x/y/1', echo));

    expect(await first).toEqual({
      status: 'Failed',
      message: 'python3 was not found on this machine; the runtime python3.11 needs it',
      log: '',
    });
    await scripts.close();
  });

  it('tells once which Python runs', async () => {
    const { first, scripts } = awaiting();
    await scripts.start(job('x/y/1', echo));
    await first;

    expect(lines.filter(({ level }) => level === 'info').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^python3\.11 scripts run with Python 3\.\d+\.\d+ \(\/.+\)$/),
    ]);
    await scripts.close();
  });

  it('hides folders and the server, or warns that the machine cannot', async () => {
    writeFileSync(join(folder, 'credentials'), 'secret');
    const source = `
import os
def handler(events, context):
    def attempt(call, *arguments):
        try:
            return call(*arguments)
        except OSError:
            return 'refused'
    return {'secret': os.path.exists(events['secret']), 'server': os.path.exists('/proc/%d/environ' % events['server']),
            'write': attempt(open, events['beside'], 'w') == 'refused', 'own': [attempt(os.mkdir, 'own'), attempt(os.mkdir, '/tmp/own')]}`;
    const { first, scripts } = awaiting({ hidden: [folder] });

    const paths = { secret: join(folder, 'credentials'), beside: join(process.cwd(), 'evil'), server: process.pid };
    await scripts.start(job('x/y/1', source, paths));
    const result = await first;

    const isWarned = lines.some(({ message }) => message.includes('no namespaces of their own'));
    if (!isWarned)
      expect(result).toMatchObject({ payload: { secret: false, server: false, write: true, own: [null, null] } });
    await scripts.close();
  });

  it('takes the scripts along when the server is killed', async () => {
    const { server, connected, payload } = await openLine();
    const program = new URL('killed-server.ts', import.meta.url).pathname;
    const line = connected();
    const child = spawn(process.execPath, [program, folder, JSON.stringify(job('x/y/1', hold, payload))]);

    const held = await line;
    child.kill('SIGKILL');

    await once(held, 'close');
    server.close();
  });
});
