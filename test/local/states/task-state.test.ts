import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { call, machine, tokenIn, waitForToken } from './machines.ts';
import { rig, type Rig } from './rig.ts';

const hang = (): Promise<Json> => new Promise(() => undefined);

/** An execution that waits for a token. */
async function waiting(fields: JsonObject = {}): Promise<{ room: Rig; arn: string; taskToken: string }> {
  let taskToken = '';
  const states = { Ask: waitForToken('ask', fields), Caught: { Type: 'Pass', End: true } };
  const room = rig(
    { m: machine(states) },
    {
      invoke: async (_name, payload) => {
        taskToken = tokenIn(payload);
        return null;
      },
    },
  );
  const arn = await room.start('m');
  await room.settle();
  return { room, arn, taskToken };
}

describe('a Task that waits for its token', () => {
  it('goes on with what SendTaskSuccess brings', async () => {
    const { room, arn, taskToken } = await waiting();
    await room.engine.sendTaskSuccess({ taskToken, output: '{"approved":true}' });
    expect(await room.finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '{"approved":true}' });
    expect((await room.history(arn)).map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    room.close();
  });

  it('fails with what SendTaskFailure brings', async () => {
    const { room, arn, taskToken } = await waiting({ Catch: [{ ErrorEquals: ['Cancelled'], Next: 'Caught' }] });
    await room.engine.sendTaskFailure({ taskToken, error: 'Cancelled', cause: 'by hand' });
    expect(await room.finish(arn)).toMatchObject({ output: '{"Error":"Cancelled","Cause":"by hand"}' });
    room.close();
  });

  it('takes a token once', async () => {
    const { room, taskToken } = await waiting();
    const [first, second] = await Promise.allSettled([
      room.engine.sendTaskSuccess({ taskToken, output: '1' }),
      room.engine.sendTaskFailure({ taskToken, error: 'E' }),
    ]);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({ status: 'rejected', reason: { name: 'TaskTimedOut' } });
    room.close();
  });

  it('takes the token before its handler has answered', async () => {
    const states = { Ask: waitForToken('ask', { Next: 'Rest' }), Rest: { Type: 'Pass', End: true } };
    const { engine, start, finish, close } = rig(
      { m: machine(states) },
      {
        invoke: async (_name, payload) => {
          await engine.sendTaskSuccess({
            taskToken: tokenIn(payload),
            output: '"early"',
          });
          return 'late';
        },
      },
    );
    expect(await finish(await start('m'))).toMatchObject({ output: '"early"' });
    close();
  });

  it.each([
    ['', 'InvalidToken'],
    ['abc', 'InvalidToken'],
    ["'; DROP TABLE x", 'InvalidToken'],
    [`zzzzz.${'A'.repeat(43)}`, 'TaskDoesNotExist'],
    [`${(2 ** 21).toString(36)}.${'A'.repeat(43)}`, 'TaskTimedOut'],
  ])('refuses the token %j with %s', async (taskToken, name) => {
    const { room } = await waiting();
    await expect(room.engine.sendTaskSuccess({ taskToken, output: '1' })).rejects.toMatchObject({ name });
    await expect(room.engine.sendTaskHeartbeat({ taskToken })).rejects.toMatchObject({ name });
    room.close();
  });

  it('refuses an output that is not JSON, and still waits', async () => {
    const { room, arn, taskToken } = await waiting();
    await expect(room.engine.sendTaskSuccess({ taskToken, output: 'yes' })).rejects.toMatchObject({
      name: 'InvalidOutput',
    });
    expect(await room.describe(arn)).toMatchObject({ status: 'RUNNING' });
    room.close();
  });

  it('times out after TimeoutSeconds', async () => {
    const { room, arn, taskToken } = await waiting({ TimeoutSeconds: 100 });
    await room.pass(99);
    expect(await room.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await room.pass(1);
    expect(await room.describe(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    await expect(room.engine.sendTaskSuccess({ taskToken, output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    room.close();
  });

  it('waits 60 days', async () => {
    const { room, arn, taskToken } = await waiting({ TimeoutSeconds: 60 * 86_400 });
    room.clock.advanceTo(room.clock.now() + 59 * 86_400_000);
    await room.settle();
    await room.engine.sendTaskSuccess({ taskToken, output: '1' });
    expect(await room.finish(arn)).toMatchObject({ status: 'SUCCEEDED' });
    room.close();
  });

  it('fails without a heartbeat, by States.Timeout or States.HeartbeatTimeout', async () => {
    const { room, arn, taskToken } = await waiting({
      HeartbeatSeconds: 10,
      TimeoutSeconds: 3600,
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Caught' }],
    });
    await room.pass(9);
    await room.engine.sendTaskHeartbeat({ taskToken });
    await room.pass(9);
    expect(await room.describe(arn)).toMatchObject({ status: 'RUNNING' });
    await room.pass(1);
    expect(await room.describe(arn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"Error":"States.Timeout","Cause":""}',
    });
    room.close();
  });

  it('has a new token at each attempt', async () => {
    const tokens: string[] = [];
    const { engine, start, pass, close } = rig(
      { m: machine({ Ask: waitForToken('ask', { Retry: [{ ErrorEquals: ['States.ALL'] }] }) }) },
      { invoke: async (_name, payload) => tokens.push(tokenIn(payload)) },
    );
    await start('m');
    await pass(0);
    await engine.sendTaskFailure({ taskToken: tokens[0], error: 'E' });
    await pass(1);
    expect(tokens).toHaveLength(2);
    await expect(engine.sendTaskSuccess({ taskToken: tokens[0], output: '1' })).rejects.toMatchObject({
      name: 'TaskTimedOut',
    });
    await engine.sendTaskSuccess({ taskToken: tokens[1], output: '1' });
    close();
  });
});

describe('a Task that calls a function', () => {
  it('times out while the function runs, and does not hear it later', async () => {
    let answer: (value: Json) => void = () => undefined;
    const {
      start,
      pass,
      describe: describeExecution,
      close,
    } = rig(
      { m: machine({ Slow: call('slow', { TimeoutSeconds: 5 }) }) },
      { invoke: () => new Promise((resolve) => (answer = resolve)) },
    );
    const arn = await start('m');
    await pass(5);
    answer('late');
    await pass(0);
    expect(await describeExecution(arn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
    close();
  });

  it('reads TimeoutSecondsPath', async () => {
    const {
      start,
      pass,
      describe: describeExecution,
      close,
    } = rig({ m: machine({ Slow: call('slow', { TimeoutSecondsPath: '$.limit' }) }) }, { invoke: hang });
    const arn = await start('m', { limit: 7 });
    await pass(6);
    expect(await describeExecution(arn)).toMatchObject({ status: 'RUNNING' });
    await pass(1);
    expect(await describeExecution(arn)).toMatchObject({ error: 'States.Timeout' });
    close();
  });

  it.each([
    ['arn:aws:lambda:us-east-1:123456789012:function:work', {}],
    ['arn:aws:lambda:us-east-1:123456789012:function:work:live', {}],
    ['arn:aws:states:::lambda:invoke', { FunctionName: 'work' }],
    ['arn:aws:states:::lambda:invoke', { FunctionName: 'work:3' }],
    ['arn:aws:states:::lambda:invoke', { FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:work:live' }],
  ])('calls the function by its name: %s %j', async (Resource, Parameters) => {
    const called: string[] = [];
    const { start, finish, close } = rig(
      { m: machine({ Work: { Type: 'Task', Resource, Parameters, End: true } }) },
      { invoke: async (name) => called.push(name) },
    );
    await finish(await start('m'));
    expect(called).toEqual(['work']);
    close();
  });

  it('keeps what a function does to its payload away from the execution', async () => {
    const states = { Spoil: call('spoil', { ResultPath: '$.answer', OutputPath: '$' }) };
    const { start, finish, close } = rig(
      { m: machine(states) },
      {
        invoke: async (_name, payload) => {
          (payload as JsonObject).kept = false;
          return undefined as unknown as Json;
        },
      },
    );
    expect(await finish(await start('m', { kept: true }))).toMatchObject({
      output: '{"kept":true,"answer":{"ExecutedVersion":"$LATEST","Payload":null,"StatusCode":200}}',
    });
    close();
  });
});

describe('a Task of an activity', () => {
  it('is handed to one worker and waits for it', async () => {
    const activityArn = 'arn:aws:states:us-east-1:123456789012:activity:paint';
    const { engine, start, settle, finish, history, close } = rig({
      m: machine({ Paint: { Type: 'Task', Resource: activityArn, End: true } }),
    });
    const arn = await start('m', { colour: 'red' });
    await settle();
    const { taskToken, input } = await engine.getActivityTask({ activityArn, workerName: 'w' });
    expect(input).toBe('{"colour":"red"}');
    expect(await engine.getActivityTask({ activityArn })).toEqual({});
    await engine.sendTaskSuccess({ taskToken, output: '"painted"' });
    expect(await finish(arn)).toMatchObject({ output: '"painted"' });
    expect((await history(arn)).map(({ type }) => type)).toContain('ActivitySucceeded');
    close();
  });
});
