import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { call, machine } from './machines.ts';
import { rig, type Rig } from './rig.ts';

const begin = Date.parse('2024-01-01T00:00:00Z');

/** Runs a Task that always fails with an error, and tells at which second it was called. */
function failing(fields: JsonObject, { error = 'Broken', fraction = 0.5 } = {}): { calls: number[]; room: Rig } {
  const calls: number[] = [];
  const invoke = async (): Promise<Json> => {
    calls.push((room.clock.now() - begin) / 1000);
    throw Object.assign(new Error('no'), { name: error });
  };
  const states = { Try: call('try', fields), Caught: { Type: 'Pass', End: true } };
  const ids = { uuid: () => 'x', orderedUuid: () => 'x', token: () => 't'.repeat(43), fraction: () => fraction };
  const room = rig({ m: machine(states) }, { invoke, ids });
  return { calls, room };
}

describe('Retry', () => {
  it.each<[string, JsonObject, number[]]>([
    ['three times, each wait twice as long', { ErrorEquals: ['States.ALL'] }, [0, 1, 3, 7]],
    [
      'by IntervalSeconds and BackoffRate',
      { ErrorEquals: ['Broken'], IntervalSeconds: 2, BackoffRate: 1.5, MaxAttempts: 3 },
      [0, 2, 5, 9.5],
    ],
    [
      'no slower than MaxDelaySeconds',
      { ErrorEquals: ['Broken'], IntervalSeconds: 4, MaxDelaySeconds: 5, MaxAttempts: 3 },
      [0, 4, 9, 14],
    ],
    [
      'after a part of the wait with full jitter',
      { ErrorEquals: ['Broken'], IntervalSeconds: 4, JitterStrategy: 'FULL', MaxAttempts: 2 },
      [0, 2, 6],
    ],
    ['never with MaxAttempts 0', { ErrorEquals: ['Broken'], MaxAttempts: 0 }, [0]],
    ['not for another error', { ErrorEquals: ['Other', 'States.Timeout'] }, [0]],
    ['for any error of a task by States.TaskFailed', { ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }, [0, 1]],
  ])('tries again %s', async (_what, retrier, expected) => {
    const { calls, room } = failing({ Retry: [retrier] });
    expect(await room.finish(await room.start('m'))).toMatchObject({ status: 'FAILED', error: 'Broken' });
    expect(calls).toEqual(expected);
    room.close();
  });

  it('lets the first entry that names the error decide', async () => {
    const { calls, room } = failing({
      Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }],
    });
    await room.finish(await room.start('m'));
    expect(calls).toEqual([0]);
    room.close();
  });

  it('gives each attempt its own key and the same entry', async () => {
    const keys: string[] = [];
    const { start, finish, close } = rig(
      { m: machine({ Try: call('try', { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] }) }) },
      {
        invoke: async (_name, _payload, { key }) => {
          keys.push(key);
          throw new Error('no');
        },
      },
    );
    await finish(await start('m'));
    expect(keys).toEqual(['1/0/2/0', '1/0/2/1', '1/0/2/2']);
    close();
  });
});

describe('Catch', () => {
  it('goes on with Error and Cause where ResultPath says', async () => {
    const { room } = failing({ Catch: [{ ErrorEquals: ['Broken'], ResultPath: '$.error', Next: 'Caught' }] });
    expect(await room.finish(await room.start('m', { a: 1 }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"a":1,"error":{"Error":"Broken","Cause":"{\\"errorMessage\\":\\"no\\",\\"errorType\\":\\"Broken\\"}"}}',
    });
    room.close();
  });

  it('comes after the last retry', async () => {
    const { calls, room } = failing({
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Caught' }],
    });
    expect(await room.finish(await room.start('m', 5))).toMatchObject({ status: 'SUCCEEDED', output: '5' });
    expect(calls).toEqual([0, 1]);
    room.close();
  });

  it('does not see a States.Runtime error, not even by name', async () => {
    const states = {
      Try: call('try', {
        OutputPath: '$.none',
        Catch: [{ ErrorEquals: ['States.Runtime', 'States.ALL'], Next: 'Caught' }],
      }),
      Caught: { Type: 'Pass', End: true },
    };
    const { start, finish, close } = rig({ m: machine(states) });
    expect(await finish(await start('m'))).toMatchObject({
      status: 'FAILED',
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'Try' (entered at the event id #2). Invalid path '$.none' : Missing property in path $['none']",
    });
    close();
  });

  it('sees an output that is too large', async () => {
    const states = {
      Try: call('try', { Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], ResultPath: null, Next: 'Caught' }] }),
      Caught: { Type: 'Pass', End: true },
    };
    const { start, finish, close } = rig({ m: machine(states) }, { invoke: async () => 'ä'.repeat(131_072) });
    expect(await finish(await start('m'))).toMatchObject({ status: 'SUCCEEDED', output: '{}' });
    close();
  });
});
