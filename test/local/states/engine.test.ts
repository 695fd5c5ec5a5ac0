import { call, machine } from './machines.ts';
import { rig } from './rig.ts';

const pass = machine({ Only: { Type: 'Pass', End: true } });
const rest = machine({ Rest: { Type: 'Wait', Seconds: 100, End: true } });
const arnOf = (name: string): string => `arn:aws:states:us-east-1:000000000000:execution:m:${name}`;
const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:m';

describe('StartExecution', () => {
  it('answers the running execution of the same name and input', async () => {
    const { engine, clock, close } = rig({ m: rest });
    const first = await engine.startExecution({ stateMachineArn, name: 'one', input: '{"a": 1}' });
    clock.advanceTo(clock.now() + 1000);
    const second = await engine.startExecution({ stateMachineArn, name: 'one', input: '{"a":1}' });
    expect(second).toEqual(first);
    expect(first).toEqual({ executionArn: arnOf('one'), startDate: new Date('2024-01-01T00:00:00Z') });
    close();
  });

  it('answers one execution to two calls at once', async () => {
    const { start, engine, close } = rig({ m: rest });
    const arns = await Promise.all([start('m', {}, 'one'), start('m', {}, 'one')]);
    expect(arns).toEqual([arnOf('one'), arnOf('one')]);
    expect(engine.liveCount).toBe(1);
    close();
  });

  it('refuses another input while one of that name runs, and any once it is over', async () => {
    const { start, finish, close } = rig({ m: rest });
    const arn = await start('m', { a: 1 }, 'one');
    await expect(start('m', { a: 2 }, 'one')).rejects.toMatchObject({ name: 'ExecutionAlreadyExists' });
    await finish(arn);
    await expect(start('m', { a: 1 }, 'one')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
      message: `Execution Already Exists: '${arnOf('one')}'`,
    });
    close();
  });

  it.each([
    [{ stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:none' }, 'StateMachineDoesNotExist'],
    [{ name: 'a b' }, 'InvalidName'],
    [{ name: 'x'.repeat(81) }, 'InvalidName'],
    [{ input: '{' }, 'InvalidExecutionInput'],
    [{ input: JSON.stringify('x'.repeat(262_144)) }, 'InvalidExecutionInput'],
  ])('refuses %j', async (request, name) => {
    const { engine, close } = rig({ m: pass });
    await expect(engine.startExecution({ stateMachineArn, ...request })).rejects.toMatchObject({ name });
    close();
  });
});

describe('DescribeExecution', () => {
  it('tells how an execution ended', async () => {
    const { start, finish, describe: describeExecution, close } = rig({ m: pass });
    const arn = await start('m', { a: [1] }, 'one');
    await finish(arn);
    expect(await describeExecution(arn)).toEqual({
      executionArn: arnOf('one'),
      stateMachineArn,
      name: 'one',
      status: 'SUCCEEDED',
      startDate: new Date('2024-01-01T00:00:00Z'),
      stopDate: new Date('2024-01-01T00:00:00Z'),
      input: '{"a":[1]}',
      output: '{"a":[1]}',
    });
    close();
  });

  it('tells nothing before it is on disk', async () => {
    const { database, start, settle, describe: describeExecution, close } = rig({ m: rest });
    const arn = await start('m');
    await settle();
    let release = (): void => undefined;
    database.durable = () => new Promise((resolve) => (release = resolve));
    let isAnswered = false;
    const answer = describeExecution(arn).then(() => (isAnswered = true));
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(isAnswered).toBe(false);
    release();
    await answer;
    close();
  });

  it('refuses an execution that is not there', async () => {
    const { describe: describeExecution, close } = rig({ m: pass });
    await expect(describeExecution(arnOf('none'))).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
    close();
  });
});

describe('StopExecution', () => {
  it('ends an execution as ABORTED with what it waits for', async () => {
    const { engine, start, pass: passTime, describe: describeExecution, history, close } = rig({ m: rest });
    const arn = await start('m');
    await passTime(10);
    const stopped = await engine.stopExecution({ executionArn: arn, error: 'Cancelled', cause: 'by hand' });
    expect(stopped).toEqual({ stopDate: new Date('2024-01-01T00:00:10Z') });
    await passTime(200);
    expect(await describeExecution(arn)).toMatchObject({ status: 'ABORTED', error: 'Cancelled', cause: 'by hand' });
    expect((await history(arn)).at(-1)).toMatchObject({
      type: 'ExecutionAborted',
      previousEventId: 0,
      executionAbortedEventDetails: { error: 'Cancelled', cause: 'by hand' },
    });
    close();
  });

  it('leaves an execution that is over as it ended', async () => {
    const { engine, start, finish, describe: describeExecution, close } = rig({ m: pass });
    const arn = await start('m');
    await finish(arn);
    await engine.stopExecution({ executionArn: arn });
    expect(await describeExecution(arn)).toMatchObject({ status: 'SUCCEEDED' });
    close();
  });
});

describe("a machine's TimeoutSeconds", () => {
  it('end the execution as TIMED_OUT', async () => {
    const limited = { ...(rest as object), TimeoutSeconds: 50 };
    const { start, pass: passTime, describe: describeExecution, close } = rig({ m: limited });
    const arn = await start('m');
    await passTime(49);
    expect(await describeExecution(arn)).toMatchObject({ status: 'RUNNING' });
    await passTime(1);
    expect(await describeExecution(arn)).toMatchObject({ status: 'TIMED_OUT' });
    close();
  });
});

describe('GetExecutionHistory', () => {
  it('gives pages in either order', async () => {
    const { engine, start, finish, close } = rig({ m: pass });
    const executionArn = await start('m');
    await finish(executionArn);
    const first = await engine.getExecutionHistory({ executionArn, maxResults: 3, reverseOrder: true });
    const second = await engine.getExecutionHistory({ executionArn, maxResults: 3, reverseOrder: true, ...first });
    expect(first.events?.map(({ id }) => id)).toEqual([4, 3, 2]);
    expect(second.events?.map(({ id }) => id)).toEqual([1]);
    expect(second.nextToken).toBeUndefined();
    close();
  });

  it('keeps neither data nor task events at the level of transitions', async () => {
    const { start, finish, history, close } = rig({ m: machine({ Work: call('work') }) }, { history: 'transitions' });
    const arn = await start('m', { secret: 1 });
    await finish(arn);
    const events = await history(arn);
    expect(events.map(({ type }) => type)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
    expect(events[1]).toMatchObject({ id: 2, stateEnteredEventDetails: { name: 'Work' } });
    expect(JSON.stringify(events)).not.toContain('secret');
    close();
  });

  it('is empty when history is off', async () => {
    const { start, finish, history, close } = rig({ m: pass }, { history: 'off' });
    const arn = await start('m');
    await finish(arn);
    expect(await history(arn)).toEqual([]);
    close();
  });
});
