import type { Json, JsonObject } from '../../../functions/ports/json.ts';
import { machine, tokenIn, waitForToken } from './machines.ts';
import { rig } from './rig.ts';

const nested = (pattern: string, fields: JsonObject = {}): Json =>
  machine({
    Start: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Parameters: {
        StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:inner',
        'Input.$': '$',
        Name: 'child',
      },
      End: true,
      ...fields,
    },
  });
const childArn = 'arn:aws:states:us-east-1:000000000000:execution:inner:child';
const ask = machine({ Ask: waitForToken('ask') });

describe('startExecution in a Task', () => {
  it('answers at once without a pattern', async () => {
    const { start, finish, describe: describeExecution, close } = rig({ outer: nested(''), inner: ask });
    const { output } = await finish(await start('outer', { a: 1 }));
    expect(JSON.parse(output ?? '')).toMatchObject({ ExecutionArn: childArn });
    expect(await describeExecution(childArn)).toMatchObject({ status: 'RUNNING', input: '{"a":1}' });
    close();
  });

  it.each<[string, JsonObject]>([
    ['.sync', { Status: 'SUCCEEDED', Input: '{"a":1}', Output: '{"a":1}' }],
    ['.sync:2', { Status: 'SUCCEEDED', Input: { a: 1 }, Output: { a: 1 } }],
  ])('waits for the end with %s', async (pattern, expected) => {
    const inner = machine({ Only: { Type: 'Pass', End: true } });
    const { start, finish, close } = rig({ outer: nested(pattern), inner });
    const { output } = await finish(await start('outer', { a: 1 }));
    expect(JSON.parse(output ?? '')).toMatchObject(expected);
    close();
  });

  it('waits for an end that comes much later', async () => {
    let taskToken = '';
    const { engine, start, pass, finish, close } = rig(
      { outer: nested('.sync:2', { OutputPath: '$.Output' }), inner: ask },
      {
        mostParked: 0,
        invoke: async (_name, payload) => (taskToken = tokenIn(payload)),
      },
    );
    const arn = await start('outer');
    await pass(86_400);
    expect(engine.liveCount).toBe(0);
    await engine.sendTaskSuccess({ taskToken, output: '"done"' });
    expect(await finish(arn)).toMatchObject({ status: 'SUCCEEDED', output: '"done"' });
    close();
  });

  it('fails as the nested execution fails', async () => {
    const inner = machine({ No: { Type: 'Fail', Error: 'E', Cause: 'C' } });
    const { start, finish, close } = rig({ outer: nested('.sync'), inner });
    const { status, error, cause } = await finish(await start('outer'));
    expect({ status, error }).toEqual({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(cause ?? '')).toMatchObject({ ExecutionArn: childArn, Status: 'FAILED', Error: 'E', Cause: 'C' });
    close();
  });

  it('stops the nested execution with the outer one', async () => {
    const { engine, start, settle, describe: describeExecution, close } = rig({ outer: nested('.sync'), inner: ask });
    const executionArn = await start('outer');
    await settle();
    await engine.stopExecution({ executionArn });
    expect(await describeExecution(childArn)).toMatchObject({ status: 'ABORTED' });
    close();
  });

  it('refuses a machine that is not there', async () => {
    const { start, finish, close } = rig({ outer: nested('') });
    expect(await finish(await start('outer'))).toMatchObject({
      error: 'StepFunctions.StateMachineDoesNotExistException',
    });
    close();
  });
});
