import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { fakeClock } from './fake-clock.ts';
import { call, machine, tokenIn, waitForToken } from './machines.ts';
import { rig, type Rig, type RigOptions } from './rig.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'states-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const open = (machines: Record<string, Json>, options: RigOptions = {}): Rig => {
  const room = rig(machines, { file: join(folder, 'db'), ...options });
  room.engine.recover();
  return room;
};

/** What a power cut leaves: the files as they are, under an engine that knows nothing of it. */
const powerCut = ({ close }: Rig): void => {
  const copy = mkdtempSync(join(tmpdir(), 'states-'));
  cpSync(folder, copy, { recursive: true });
  close();
  rmSync(folder, { recursive: true });
  folder = copy;
};

describe('after a power cut', () => {
  it('goes on in the middle of a machine, calling again what ran with the same key', async () => {
    const keys: string[] = [];
    const machines = { m: machine({ One: call('one', { Next: 'Two' }), Two: call('two') }) };
    const before = open(machines, {
      invoke: async (name, payload, { key }) => {
        keys.push(`${name} ${key}`);
        return name === 'two' ? new Promise(() => undefined) : { ...(payload as JsonObject), one: true };
      },
    });
    const arn = await before.start('m', { a: 1 });
    await before.settle();
    powerCut(before);
    const after = open(machines, {
      invoke: async (name, payload, { key }) => {
        keys.push(`${name} ${key}`);
        return payload;
      },
    });
    expect(await after.finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"a":1,"one":true}' });
    expect(keys).toEqual(['one 1/0/2/0', 'two 1/0/7/0', 'two 1/0/7/0']);
    expect((await after.history(arn)).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    after.close();
  });

  it('calls a handler again with the same payload, also where it was made up', async () => {
    const payloads: Json[] = [];
    const states = { One: call('one', { Parameters: { FunctionName: 'one', Payload: { 'id.$': 'States.UUID()' } } }) };
    const invoke = (_name: string, payload: Json): Promise<Json> => new Promise(() => payloads.push(payload));
    const before = open({ m: machine(states) }, { invoke });
    await before.start('m');
    await before.settle();
    powerCut(before);
    const after = open({ m: machine(states) }, { invoke });
    await after.settle();
    expect(payloads).toHaveLength(2);
    expect(payloads[1]).toEqual(payloads[0]);
    after.close();
  });

  it('keeps tokens, and does not call their handlers again', async () => {
    const tokens: string[] = [];
    const machines = { m: machine({ Ask: waitForToken('ask', { TimeoutSeconds: 3600 }) }) };
    const invoke = async (_name: string, payload: Json): Promise<Json> => tokens.push(tokenIn(payload));
    const before = open(machines, { invoke });
    const arn = await before.start('m');
    await before.settle();
    powerCut(before);
    const after = open(machines, { invoke });
    await after.settle();
    expect(tokens).toHaveLength(1);
    await after.engine.sendTaskSuccess({ taskToken: tokens[0], output: '"yes"' });
    expect(await after.finish(arn)).toMatchObject({ output: '"yes"' });
    after.close();
  });

  it('wakes what should have woken meanwhile', async () => {
    const machines = {
      waits: machine({ Rest: { Type: 'Wait', Seconds: 60, End: true } }),
      asks: machine({ Ask: waitForToken('ask', { TimeoutSeconds: 60 }) }),
      limited: machine({ Rest: { Type: 'Wait', Seconds: 600, End: true } }, { TimeoutSeconds: 60 }),
    };
    const before = open(machines);
    const arns = await Promise.all(Object.keys(machines).map((name) => before.start(name)));
    await before.settle();
    powerCut(before);
    const after = open(machines, { clock: fakeClock(Date.parse('2024-01-02T00:00:00Z')) });
    await after.pass(0);
    const ends = await Promise.all(arns.map((arn) => after.describe(arn)));
    expect(ends.map(({ status, error }) => `${status} ${error}`)).toEqual([
      'SUCCEEDED undefined',
      'FAILED States.Timeout',
      'TIMED_OUT undefined',
    ]);
    after.close();
  });

  it('goes on with Parallel, Map and retries where they were', async () => {
    const tokens: string[] = [];
    const each = machine({ Ask: waitForToken('ask') });
    const machines = {
      m: machine({
        Both: {
          Type: 'Parallel',
          Branches: [
            machine({ All: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: each, End: true } }),
            machine({ Try: call('try', { Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 30 }] }) }),
          ],
          End: true,
        },
      }),
    };
    let isBroken = true;
    const invoke = async (name: string, payload: Json): Promise<Json> => {
      if (name === 'ask') return tokens.push(tokenIn(payload));
      if (isBroken) throw new Error('no');
      return 'tried';
    };
    let room = open(machines, { invoke });
    const arn = await room.start('m', [1, 2, 3]);
    for (const [at, output] of ['"a"', '"b"', '"c"'].entries()) {
      await room.settle();
      powerCut(room);
      room = open(machines, { invoke });
      await room.engine.sendTaskSuccess({ taskToken: tokens[at], output });
    }
    powerCut(room);
    isBroken = false;
    room = open(machines, { invoke });
    expect(await room.finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '[["a","b","c"],"tried"]' });
    expect(tokens).toHaveLength(3);
    room.close();
  });

  it('goes on with the definition an execution was started with', async () => {
    const old = machine({
      Rest: { Type: 'Wait', Seconds: 60, Next: 'Last' },
      Last: { Type: 'Pass', Result: 'old', End: true },
    });
    const before = open({ m: old });
    const arn = await before.start('m');
    await before.settle();
    powerCut(before);
    const after = open({ m: machine({ Only: { Type: 'Pass', Result: 'new', End: true } }) });
    expect(await after.finish(arn)).toMatchObject({ output: '"old"' });
    expect(await after.finish(await after.start('m'))).toMatchObject({ output: '"new"' });
    after.close();
  });
});

describe('a restart with 10,000 waiting executions', () => {
  it('loads none of them, and those it needs when they are needed', async () => {
    const tokens: string[] = [];
    const machines = { m: machine({ Ask: waitForToken('ask', { TimeoutSeconds: 30 * 86_400 }) }) };
    const invoke = async (_name: string, payload: Json): Promise<Json> => tokens.push(tokenIn(payload));
    const before = open(machines, { invoke, history: 'off', mostParked: 100 });
    const arns = await Promise.all(Array.from({ length: 10_000 }, () => before.start('m')));
    while (tokens.length < 10_000) await before.settle();
    await before.settle();
    expect(before.engine.liveCount).toBe(100);
    before.close();
    const began = performance.now();
    const after = open(machines, { invoke, history: 'off', mostParked: 100 });
    const milliseconds = performance.now() - began;
    expect(after.engine.liveCount).toBe(0);
    expect(milliseconds).toBeLessThan(500);
    await after.engine.sendTaskSuccess({ taskToken: tokens[9_999], output: '1' });
    await after.settle();
    expect(await after.describe(arns[9_999] ?? '')).toMatchObject({ status: 'SUCCEEDED' });
    expect(after.clock.next()).toBe(Date.parse('2024-01-01T00:01:00Z'));
    after.close();
  });
});
