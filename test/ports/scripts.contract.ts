import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import type { Json } from '../../functions/ports/json.ts';
import type { ScriptFinished, ScriptJob, ScriptResult, Scripts } from '../../functions/ports/scripts.ts';

/** A port under test; `end` gives its resources back. A stop takes effect within so many milliseconds, a second unless told. */
export interface ScriptsUnderTest {
  scripts: Scripts;
  end(): Promise<void>;
  stopsWithin?: number;
}

/** Makes one; it tells `finished` of every result. */
export type MakeScripts = (finished: ScriptFinished) => Promise<ScriptsUnderTest>;

const job = (id: string, source: string, more: Partial<ScriptJob> = {}): ScriptJob => ({
  id,
  runtime: 'python3.11',
  source,
  handler: 'handler',
  payload: {},
  timeoutSeconds: 60,
  ...more,
});

/** Connects to the test, leaves a grandchild behind in a session of its own, and waits for a word: all three hold the connection. */
const lingering = `
import os, socket, subprocess, time
def handler(events, context):
    line = socket.create_connection(('127.0.0.1', events['port']))
    subprocess.Popen(['sleep', '1000'], pass_fds=[line.fileno()], start_new_session=True)
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(1000)
        os._exit(0)
    line.sendall(b'ready')
    return line.recv(100).decode()
`;

/** What every implementation of the scripts port keeps. */
export function scriptsContract(make: MakeScripts): void {
  let scripts: Scripts;
  let end: () => Promise<void>;
  let stopsWithin: number;
  let results: { id: string; result: ScriptResult }[];
  let arrived: () => void;
  let server: Server;
  let lines: Socket[];

  const result = async (id: string): Promise<ScriptResult> => {
    for (;;) {
      const found = results.find((entry) => entry.id === id);
      if (found) return found.result;
      await new Promise<void>((resolve) => (arrived = resolve));
    }
  };
  const run = async (source: string, more: Partial<ScriptJob> = {}): Promise<ScriptResult> => {
    await scripts.start(job('x/run/1', source, more));
    return result('x/run/1');
  };
  const ready = (): Promise<Socket> =>
    new Promise((resolve) =>
      server.once('connection', (line) => {
        line.on('error', () => undefined);
        line.once('data', () => resolve(line));
      }),
    );
  const closed = (line: Socket): Promise<unknown> => new Promise((resolve) => line.once('close', resolve));
  const port = (): Json => ({ port: (server.address() as AddressInfo).port });

  beforeEach(async () => {
    results = [];
    lines = [];
    arrived = () => undefined;
    server = createServer((line) => lines.push(line)).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const made = await make(async (id, taken) => {
      results.push({ id, result: taken });
      arrived();
    });
    ({ scripts, stopsWithin = 1000 } = made);
    end = () => made.end();
  });

  afterEach(async () => {
    await end();
    for (const line of lines) line.destroy();
    server.close();
  });

  it('returns what the handler returned and what the script printed', async () => {
    const source =
      'import sys\ndef handler(events, context):\n  print("out")\n  print("err", file=sys.stderr)\n  return {"sum": events["a"] + 1}';

    const answer = await run(source, { payload: { a: 41 } });

    expect(answer).toEqual({ status: 'Success', payload: { sum: 42 }, log: 'out\nerr\n' });
  });

  it('hands every JSON value through unchanged', async () => {
    const payload: Json = {
      text: 'Zoë 😀 \u2028 "quoted" \\ \u0000 \ud800',
      large: 9007199254740991,
      negative: -9007199254740991,
      fraction: 0.1,
      tiny: 5e-324,
      huge: 1.7976931348623157e308,
      nothing: null,
      flags: [true, false],
      nested: { empty: {}, list: [[], [1, 'two', [3]]] },
      __proto__key: 'own',
    };

    const answer = await run('def handler(events, context): return events', { payload });

    expect(answer).toEqual({ status: 'Success', payload, log: '' });
  });

  it('gives the handler Python values', async () => {
    const source =
      'def handler(events, context): return [type(value).__name__ for value in events] + [type(context).__name__]';

    const answer = await run(source, { payload: [1, 1.5, 'a', true, null, [], {}] });

    expect(answer).toMatchObject({ payload: ['int', 'float', 'str', 'bool', 'NoneType', 'list', 'dict', 'dict'] });
  });

  it('returns null when the handler returns nothing', async () => {
    expect(await run('def handler(events, context): pass')).toEqual({ status: 'Success', payload: null, log: '' });
  });

  it("fails with the frames of the script and the exception as `KeyError - 'x'`", async () => {
    const source =
      'def find(events):\n  return events["x"]\n\ndef handler(events, context):\n  print("before")\n  return find(events)';

    const answer = await run(source);

    expect(answer).toMatchObject({ status: 'Failed', log: 'before\n' });
    expect('message' in answer && answer.message.replace(/"\S*customer_script/g, '"/tmp/customer_script')).toBe(
      'Traceback (most recent call last):\n' +
        '  File "/tmp/customer_script.py", line 6, in handler\n    return find(events)\n' +
        '  File "/tmp/customer_script.py", line 2, in find\n    return events["x"]\n' +
        "\nKeyError - 'x'",
    );
  });

  it.each([
    [
      'a script that is no Python',
      'def handler(:',
      /^Traceback[^]*SyntaxError - invalid syntax \(customer_script.py, line 1\)$/,
    ],
    ['a missing handler', 'def other(events, context): pass', /^Handler handler is not found in provided script$/],
    ['sys.exit', 'import sys\ndef handler(events, context): sys.exit(3)', /SystemExit - 3$/],
    ['os._exit', 'import os\ndef handler(events, context): os._exit(3)', /^The script exited with code 3 before/],
    ['a signal', 'import os\ndef handler(events, context): os.kill(os.getpid(), 9)', /killed by signal SIGKILL/],
    [
      'a value that is not JSON',
      'def handler(events, context): return {1, 2}',
      /is not JSON: TypeError - Object of type set/,
    ],
    ['a number that is not JSON', 'def handler(events, context): return float("nan")', /is not JSON: ValueError/],
    ['too much output', 'def handler(events, context): return "é" * 51200', /102402 bytes of JSON; at most 102400/],
    ['too much memory', 'def handler(events, context): return len("a" * 2**30)', /MemoryError - $/],
  ])('fails clearly on %s', async (_name, source, message) => {
    expect(await run(source)).toEqual({ status: 'Failed', message: expect.stringMatching(message) as string, log: '' });
  });

  it('takes output up to 100 KB', async () => {
    expect(await run('def handler(events, context): return "é" * 51199')).toMatchObject({ payload: 'é'.repeat(51199) });
  });

  it('cuts the log after 32 KB, so that a step can keep it', async () => {
    const { status, log } = await run('def handler(events, context):\n  for _ in range(20): print("a" * 9999)');

    expect(status).toBe('Success');
    expect(log).toHaveLength(32768 + '\n[The log was cut after 32768 bytes]\n'.length);
    expect(log.endsWith('a\n[The log was cut after 32768 bytes]\n')).toBe(true);
  });

  it('refuses runtimes it does not have', async () => {
    expect(await run('', { runtime: 'ruby3.4' })).toEqual({
      status: 'Failed',
      message: 'The runtime ruby3.4 is not supported',
      log: '',
    });
  });

  it('does not wait for what a script that is done left running', async () => {
    const line = ready();
    await scripts.start(job('x/left/1', lingering, { payload: port() }));
    const gone = closed(await line);
    (await line).write('done');

    expect(await result('x/left/1')).toMatchObject({ status: 'Success', payload: 'done' });
    await gone;
  });

  it('kills the script and all it started at the time limit', async () => {
    const line = ready();
    await scripts.start(job('x/late/1', lingering, { payload: port(), timeoutSeconds: 1 }));
    const gone = closed(await line);

    expect(await result('x/late/1')).toMatchObject({
      status: 'TimedOut',
      message: 'The script did not end within 1 seconds',
    });
    await gone;
  });

  it('kills the script and all it started soon after a stop, and delivers nothing', async () => {
    const line = ready();
    await scripts.start(job('x/stop/1', lingering, { payload: port() }));
    const gone = closed(await line);
    await scripts.start(job('x/stop/1', lingering, { payload: port() }));
    const begin = performance.now();

    await scripts.stop('x/stop/1');
    await gone;

    expect(performance.now() - begin).toBeLessThan(stopsWithin);
    await run('def handler(events, context): pass');
    expect(results.map(({ id }) => id)).toEqual(['x/run/1']);
  });

  it('changes nothing when it stops what is over or unknown', async () => {
    await run('def handler(events, context): return 1');

    await scripts.stop('x/run/1');
    await scripts.stop('x/unknown/1');

    expect(results).toHaveLength(1);
  });

  it('runs a job once that is started twice', async () => {
    const line = ready();
    await Promise.all([1, 2].map(() => scripts.start(job('x/twice/1', lingering, { payload: port() }))));
    const first = await line;
    await scripts.start(job('x/twice/1', lingering, { payload: port() }));
    first.write('done');

    expect(await result('x/twice/1')).toMatchObject({ payload: 'done' });
    await run('def handler(events, context): pass');
    expect(lines).toHaveLength(1);
    expect(results).toHaveLength(2);
  });

  it('gives the script an environment, a home and descriptors of its own', async () => {
    const source = `
import os
def handler(events, context):
    descriptors = [int(name) for name in os.listdir('/proc/self/fd')]
    return {'names': sorted(os.environ), 'home': os.listdir(os.environ['HOME']), 'here': os.getcwd() == os.environ['HOME'],
            'open': [name for name in descriptors if name > 3 and os.path.exists('/proc/self/fd/%d' % name)], 'input': os.readlink('/proc/self/fd/0')}`;
    process.env['QUAYMASTER_TEST_SECRET'] = 'secret';

    const answer = await run(source);

    delete process.env['QUAYMASTER_TEST_SECRET'];
    expect(answer).toMatchObject({
      payload: { names: ['HOME', 'LANG', 'PATH', 'TMPDIR'], home: [], here: true, open: [], input: '/dev/null' },
    });
  });

  it("shows neither source, payload nor handler in the script's arguments", async () => {
    const source = 'def handler(events, context): return open("/proc/self/cmdline").read()  # hush-source';

    const answer = await run(source, { payload: { password: 'hush-payload' } });

    expect(JSON.stringify(answer)).not.toMatch(/hush|handler/);
  });
}
