import type { Json } from '../../../functions/ports/json.ts';
import { call, machine, tokenIn, waitForToken } from './machines.ts';
import { rig } from './rig.ts';

const bothBranches = (fields = {}): Json =>
  machine({
    Both: {
      Type: 'Parallel',
      Branches: [machine({ One: call('one') }), machine({ Other: call('other') })],
      End: true,
      ...fields,
    },
  });

describe('Parallel', () => {
  it('runs all branches at once and lists their results in their order', async () => {
    const release: Record<string, (answer: Json) => void> = {};
    const invoke = (name: string): Promise<Json> => new Promise((resolve) => (release[name] = resolve));
    const { start, settle, finish, close } = rig({ m: bothBranches() }, { invoke });
    const arn = await start('m');
    await settle();
    release.other?.('second');
    await settle();
    release.one?.('first');
    expect(await finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '["first","second"]' });
    close();
  });

  it('fails with the first error of a branch and hears nothing of the others', async () => {
    let answerLate: (answer: Json) => void = () => undefined;
    const invoke = (name: string): Promise<Json> =>
      name === 'one'
        ? Promise.reject(Object.assign(new Error('no'), { name: 'Broken' }))
        : new Promise((resolve) => (answerLate = resolve));
    const { start, settle, describe: describeExecution, history, close } = rig({ m: bothBranches() }, { invoke });
    const arn = await start('m');
    await settle();
    answerLate('late');
    await settle();
    expect(await describeExecution(arn)).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      cause: '{"errorMessage":"no","errorType":"Broken"}',
    });
    const types = (await history(arn)).map(({ type }) => type);
    expect(types.slice(-3)).toEqual(['TaskFailed', 'ParallelStateFailed', 'ExecutionFailed']);
    close();
  });

  it('takes away the tokens of the other branches when one fails', async () => {
    const tokens: string[] = [];
    const definition = machine({
      Both: {
        Type: 'Parallel',
        Branches: [
          machine({ Ask: waitForToken('ask') }),
          machine({ Later: { Type: 'Wait', Seconds: 5, Next: 'No' }, No: { Type: 'Fail' } }),
        ],
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Rest' }],
        End: true,
      },
      Rest: { Type: 'Wait', Seconds: 60, End: true },
    });
    const { engine, start, pass, close } = rig(
      { m: definition },
      { invoke: async (_name, payload) => tokens.push(tokenIn(payload)) },
    );
    await start('m');
    await pass(10);
    await expect(engine.sendTaskSuccess({ taskToken: tokens[0], output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    close();
  });

  it('runs all branches again when it is retried', async () => {
    let calls = 0;
    const invoke = async (name: string): Promise<Json> => {
      calls += 1;
      if (name === 'other' && calls < 4) throw new Error('not yet');
      return name;
    };
    const retrying = bothBranches({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 3 }] });
    const { start, finish, close } = rig({ m: retrying }, { invoke });
    expect(await finish(await start('m'))).toMatchObject({ output: '["one","other"]' });
    expect(calls).toBe(4);
    close();
  });

  it('keeps the variables of a branch in the branch', async () => {
    const definition = machine({
      Set: { Type: 'Pass', Assign: { x: 1 }, Next: 'Both' },
      Both: {
        Type: 'Parallel',
        Branches: [
          machine({
            Change: { Type: 'Pass', Assign: { x: 2 }, Next: 'Show' },
            Show: { Type: 'Pass', Parameters: { 'x.$': '$x' }, End: true },
          }),
        ],
        ResultPath: '$.inside',
        Next: 'Outside',
      },
      Outside: { Type: 'Pass', Parameters: { 'inside.$': '$.inside[0].x', 'outside.$': '$x' }, End: true },
    });
    const { start, finish, close } = rig({ m: definition });
    expect(await finish(await start('m'))).toMatchObject({ output: '{"inside":2,"outside":1}' });
    close();
  });
});
