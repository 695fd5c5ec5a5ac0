import { hearEvent } from '../../../../functions/ssm/tasks/hear-event.ts';
import { openRunning, type Running } from '../../../running.ts';

const StackId = 'arn:aws:cloudformation:us-east-1:111122223333:stack/net/2f1';
const stack = (StackStatus: string) => ({ Stacks: [{ StackId, StackStatus }] });
const changed = (source: string, detail: object, resources: string[] = []) => ({
  id: '1',
  source,
  'detail-type': 'changed',
  resources,
  detail: { ...detail },
});
const runCommand = {
  name: 'run',
  action: 'aws:runCommand',
  inputs: { DocumentName: 'D', Targets: [{ Key: 'tag:a', Values: ['b'] }] },
};
const waitFor = (Service: string, Api: string, inputs: object) => ({
  name: 'wait',
  action: 'aws:waitForAwsResourceProperty',
  inputs: { Service, Api, PropertySelector: '$.State', DesiredValues: ['done'], ...inputs },
});

describe('an event of AWS', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });

  const asked = (operation: string) => running.aws.asked().filter(([name]) => name === operation).length;

  it('makes the step look at once that waits for what it is about', async () => {
    running.aws.on('stepfunctions.StartExecution', {});
    running.aws.on('stepfunctions.DescribeExecution', { status: 'RUNNING' }, { status: 'SUCCEEDED' });
    const stateMachineArn = 'arn:aws:states:us-east-1:111122223333:stateMachine:m';
    const id = await running.run([
      { name: 'go', action: 'aws:executeStateMachine', inputs: { stateMachineArn, name: 'one' } },
    ]);
    await running.settled();
    const executionArn = 'arn:aws:states:us-east-1:111122223333:execution:m:one';
    expect(asked('stepfunctions.DescribeExecution')).toBe(0);

    await hearEvent(changed('aws.states', { executionArn, status: 'RUNNING' }), running.ports);
    await running.settled();
    expect(asked('stepfunctions.DescribeExecution')).toBe(1);
    await hearEvent(changed('aws.states', { executionArn, status: 'SUCCEEDED' }), running.ports);

    await running.reach(id, 'Success');
    expect(asked('stepfunctions.DescribeExecution')).toBe(2);
  });

  it('is not believed: what it says of the status changes nothing', async () => {
    running.aws.on('codebuild.BatchGetBuilds', { State: 'busy' });
    const id = await running.run([waitFor('codebuild', 'BatchGetBuilds', { ids: ['project:b-1'] })]);
    await running.settled();
    const build = 'arn:aws:codebuild:us-east-1:111122223333:build/project:b-1';

    await hearEvent(changed('aws.codebuild', { 'build-id': build, 'build-status': 'SUCCEEDED' }), running.ports);
    await running.settled();

    expect(asked('codebuild.BatchGetBuilds')).toBe(2);
    expect(await running.steps(id)).toEqual([['wait', 'InProgress']]);
  });

  it.each([
    ['aws.cloudformation', { 'stack-id': StackId }, waitFor('cloudformation', 'DescribeStacks', { StackName: 'net' })],
    [
      'aws.cloudformation',
      { 'stack-id': StackId },
      waitFor('cloudformation', 'DescribeStacks', { StackName: StackId }),
    ],
    [
      'aws.ecs',
      {},
      waitFor('ecs', 'DescribeServices', { cluster: 'c', services: ['web'] }),
      ['arn:aws:ecs:us-east-1:1:service/c/web'],
    ],
    ['aws.ec2', { 'instance-id': 'i-1' }, waitFor('ec2', 'DescribeInstanceStatus', { InstanceIds: ['i-1'] })],
  ])('%s %j is about %j', async (source, detail, step, resources: string[] = []) => {
    const { Service, Api } = step.inputs;
    running.aws.on(`${Service}.${Api}`, { State: 'busy' }, { State: 'done' });
    const id = await running.run([step]);
    await running.settled();

    await hearEvent(changed(source, detail, resources), running.ports);

    await running.reach(id, 'Success');
  });

  it('reaches a step that waits for a stack or a command', async () => {
    running.aws.on('ssm.SendCommand', { Command: { CommandId: 'c-1' } });
    running.aws.on('ssm.ListCommands', { Commands: [{ Status: 'InProgress' }] }, { Commands: [{ Status: 'Success' }] });
    running.aws.on('ssm.ListCommandInvocations', { CommandInvocations: [] });
    const id = await running.run([runCommand]);
    await running.settled();

    await hearEvent(changed('aws.ssm', { 'command-id': 'c-1', status: 'InProgress' }), running.ports);
    await running.settled();
    await hearEvent(changed('aws.ssm', { 'command-id': 'c-1', status: 'Success' }), running.ports);

    await running.reach(id, 'Success');
  });

  it('is nothing to steps that wait for something else, nor when it is no event of AWS', async () => {
    running.aws.on('cloudformation.DescribeStacks', stack('busy'));
    await running.run([waitFor('cloudformation', 'DescribeStacks', { StackName: 'net' })]);
    await running.settled();

    await hearEvent(
      changed('aws.cloudformation', { 'stack-id': 'arn:aws:cloudformation:r:1:stack/other/1' }),
      running.ports,
    );
    await hearEvent(changed('my.own', { 'stack-id': StackId }), running.ports);
    await running.settled();

    expect(asked('cloudformation.DescribeStacks')).toBe(1);
  });

  it('comes in vain to a step that is over', async () => {
    running.aws.on('cloudformation.DescribeStacks', { State: 'done' });
    const id = await running.run([waitFor('cloudformation', 'DescribeStacks', { StackName: 'net' })]);
    await running.reach(id, 'Success');

    await hearEvent(changed('aws.cloudformation', { 'stack-id': StackId }), running.ports);

    expect(asked('cloudformation.DescribeStacks')).toBe(1);
  });
});
