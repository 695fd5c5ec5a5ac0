import { StopAutomationExecutionCommand } from '@aws-sdk/client-ssm';
import { AwsError, AwsUnreachable } from '../../../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../../../running.ts';

const stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:deploy';
const executionArn = 'arn:aws:states:us-east-1:111122223333:execution:deploy:mine';
const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'machine',
  action: 'aws:executeStateMachine',
  inputs: { stateMachineArn, input: '{"a":1}', ...inputs },
  ...rest,
});
const fault = (code: string, operation: string) => new AwsError({ code, message: 'no', operation, status: 400 });
const done = { executionArn, stateMachineArn, name: 'mine', status: 'SUCCEEDED', input: '{"a":1}', output: '{"b":2}' };

describe('aws:executeStateMachine', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('stepfunctions.StartExecution', { executionArn });
    running.aws.on('stepfunctions.DescribeExecution', { status: 'RUNNING' }, done);
    running.aws.on('stepfunctions.StopExecution', {});
  });
  const operations = () => running.aws.calls.map(({ operation }) => operation);
  const pass = async (milliseconds: number) => {
    running.clock.advance(milliseconds);
    await running.settled();
  };

  it('starts an execution and gives its end', async () => {
    const id = await running.run([step({ name: 'mine' })]);
    await running.settled();
    await pass(2_000);
    await pass(3_000);

    const { StepExecutions } = await running.reach(id, 'Success');

    expect(StepExecutions?.[0]?.Outputs).toMatchObject({ status: ['SUCCEEDED'], output: ['{"b":2}'], name: ['mine'] });
    expect(running.aws.asked()).toEqual([
      ['stepfunctions.StartExecution', { stateMachineArn, name: 'mine', input: '{"a":1}' }],
      ['stepfunctions.DescribeExecution', { executionArn }],
      ['stepfunctions.DescribeExecution', { executionArn }],
    ]);
  });

  it('names an execution after the attempt, and finds it again after a crash', async () => {
    running.aws.on('stepfunctions.StartExecution', fault('ExecutionAlreadyExists', 'StartExecution'));
    running.aws.on('stepfunctions.DescribeExecution', done);
    const id = await running.run([step({ stateMachineArn: `${stateMachineArn}:live` })]);
    await running.settled();
    await pass(2_000);

    await running.reach(id, 'Success');

    const [started, described] = running.aws.calls;
    expect(started?.input.name).toMatch(/^[0-9a-f-]{36}$/);
    expect(described?.input.executionArn).toBe(executionArn.replace('mine', started?.input.name as string));
  });

  it('fails when the runbook’s own name is taken', async () => {
    running.aws.on('stepfunctions.StartExecution', fault('ExecutionAlreadyExists', 'StartExecution'));
    const id = await running.run([step({ name: 'mine' })]);
    expect((await running.reach(id, 'Failed')).FailureMessage).toContain('(ExecutionAlreadyExists)');
  });

  it('fails with the error of the execution', async () => {
    running.aws.on('stepfunctions.DescribeExecution', { ...done, status: 'FAILED', error: 'E', cause: 'because' });
    const id = await running.run([step({ name: 'mine' })]);
    await running.settled();
    await pass(2_000);

    const { FailureMessage, StepExecutions } = await running.reach(id, 'Failed');

    expect(FailureMessage).toContain(`The execution ${executionArn} ended with the status FAILED: E: because`);
    expect(StepExecutions?.[0]?.Outputs).toMatchObject({ status: ['FAILED'] });
  });

  it('asks again when Step Functions cannot be reached', async () => {
    running.aws.on('stepfunctions.DescribeExecution', new AwsUnreachable('gone'), done);
    const id = await running.run([step({ name: 'mine' })]);
    await running.settled();
    await pass(2_000);
    await pass(3_000);
    await running.reach(id, 'Success');
  });

  it('stops the execution when the run is cancelled', async () => {
    const id = await running.run([step({ name: 'mine' })]);
    await running.settled();

    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));

    await running.reach(id, 'Cancelled');
    expect(running.aws.asked().at(-1)).toEqual([
      'stepfunctions.StopExecution',
      { executionArn, cause: 'The automation execution was cancelled' },
    ]);
  });

  it('is cancelled all the same when the execution cannot be stopped', async () => {
    running.aws.on('stepfunctions.StopExecution', fault('ExecutionDoesNotExist', 'StopExecution'));
    const id = await running.run([step({ name: 'mine' })]);
    await running.settled();
    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await running.reach(id, 'Cancelled');
  });

  it('stops the execution when the step times out', async () => {
    running.aws.on('stepfunctions.DescribeExecution', { status: 'RUNNING' });
    const id = await running.run([step({ name: 'mine' }, { timeoutSeconds: 4 })]);
    await running.settled();
    await pass(2_000);
    await pass(2_000);

    await running.reach(id, 'TimedOut');
    expect(operations()).toEqual(['StartExecution', 'DescribeExecution', 'DescribeExecution', 'StopExecution']);
  });

  it('refuses what is no ARN of a state machine', async () => {
    const id = await running.run([step({ stateMachineArn: 'deploy' })]);
    expect((await running.reach(id, 'Failed')).FailureMessage).toContain('must be the ARN of a state machine');
  });
});
