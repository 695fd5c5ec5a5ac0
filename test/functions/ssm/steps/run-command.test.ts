import { AwsUnreachable } from '../../../../functions/ports/aws-api.ts';
import type { JsonObject } from '../../../../functions/ports/json.ts';
import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, pass, refusal } from './in-time.ts';

const CommandId = '11111111-2222-3333-4444-555555555555';
const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'command',
  action: 'aws:runCommand',
  inputs: { DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-1'], Parameters: { commands: ['ls'] }, ...inputs },
  ...rest,
});
const online = (...ids: string[]) => ({
  InstanceInformationList: ids.map((InstanceId) => ({ InstanceId, PingStatus: 'Online' })),
});
const command = (Status: string) => ({ Commands: [{ CommandId, Status }] });
const plugin = (Output: string, ResponseCode: number) => ({ Name: 'aws:runShellScript', Output, ResponseCode });
const invocations = (...CommandPlugins: JsonObject[][]) => ({
  CommandInvocations: CommandPlugins.map((plugins) => ({ CommandPlugins: plugins })),
});
const health = [
  'ssm.DescribeInstanceInformation',
  { Filters: [{ Key: 'InstanceIds', Values: ['i-1'] }], MaxResults: 50 },
];
const lists = ['ssm.ListCommands', { CommandId }];
const details = ['ssm.ListCommandInvocations', { CommandId, Details: true }];
const comment = expect.stringMatching(/^Automation [0-9a-f-]{36}\/[0-9a-f-]{36}\/1$/);

describe('aws:runCommand', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ssm.DescribeInstanceInformation', online('i-1'));
    running.aws.on('ssm.SendCommand', { Command: { CommandId, Status: 'Pending' } });
    running.aws.on('ssm.ListCommands', command('InProgress'), command('Success'));
    running.aws.on('ssm.ListCommandInvocations', invocations([plugin('hello', 0)]));
    running.aws.on('ssm.CancelCommand', {});
  });
  const operations = () => running.aws.calls.map(({ operation }) => operation);

  it('runs a command on a node whose agent answers, and gives its output', async () => {
    const id = await running.run([step({}, { outputs: [{ Name: 'Said', Selector: '$.Output', Type: 'String' }] })]);

    const { StepExecutions } = await inTime(running, id, { statuses: ['Success'] });

    expect(StepExecutions?.[0]?.Outputs).toEqual({
      Status: ['Success'],
      ResponseCode: ['0'],
      Output: ['hello'],
      Said: ['hello'],
      CommandId: [CommandId],
      OutputPayload: [`{"Status":"Success","ResponseCode":0,"Output":"hello","CommandId":"${CommandId}"}`],
    });
    expect(running.aws.asked()).toEqual([
      health,
      [
        'ssm.SendCommand',
        {
          Comment: comment,
          DocumentName: 'AWS-RunShellScript',
          InstanceIds: ['i-1'],
          Parameters: { commands: ['ls'] },
        },
      ],
      lists,
      lists,
      details,
    ]);
  });

  it('takes flags that are written as texts', async () => {
    const CloudWatchOutputConfig = { CloudWatchOutputEnabled: 'true', CloudWatchLogGroupName: '/ssm' };
    const id = await running.run([step({ CloudWatchOutputConfig })]);

    await inTime(running, id, { statuses: ['Success'] });

    const [, sent] = running.aws.asked().find(([operation]) => operation === 'ssm.SendCommand') ?? [];
    expect(sent?.CloudWatchOutputConfig).toEqual({ CloudWatchOutputEnabled: true, CloudWatchLogGroupName: '/ssm' });
  });

  it('calls as the runbook’s role, in a session named as the execution', async () => {
    const roleArn = 'arn:aws:iam::111122223333:role/automation';
    const id = await running.run([step()], { assumeRole: roleArn });
    await inTime(running, id, { statuses: ['Success'] });
    for (const call of running.aws.calls) expect(call).toMatchObject({ roleArn, sessionName: id, region: 'us-east-1' });
  });

  it('sends parameters as lists of texts, and everything else as it is', async () => {
    const Parameters = { map: { b: 1 }, number: 3, flag: true, list: ['x', 'y'], maps: [{ a: 1 }] };
    const given = {
      Comment: 'c',
      DocumentVersion: '2',
      MaxConcurrency: 5,
      TimeoutSeconds: '600',
      OutputS3BucketName: '',
    };

    await inTime(running, await running.run([step({ Parameters, ...given })]), { statuses: ['Success'] });

    expect(running.aws.asked()[1]?.[1]).toEqual({
      Comment: 'c',
      DocumentVersion: '2',
      MaxConcurrency: '5',
      TimeoutSeconds: 600,
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: ['i-1'],
      Parameters: { map: ['{"b":1}'], number: ['3'], flag: ['true'], list: ['x', 'y'], maps: ['{"a":1}'] },
    });
  });

  it('sends to targets without asking for their agents', async () => {
    const Targets = [{ Key: 'tag:a', Values: ['b'] }];
    await inTime(running, await running.run([step({ InstanceIds: [], Targets })]), { statuses: ['Success'] });
    expect(running.aws.asked()[0]).toEqual([
      'ssm.SendCommand',
      { Comment: comment, DocumentName: 'AWS-RunShellScript', Targets, Parameters: { commands: ['ls'] } },
    ]);
  });

  it('waits until every agent answers', async () => {
    const lost = { InstanceInformationList: [{ InstanceId: 'i-1', PingStatus: 'ConnectionLost' }] };
    running.aws.on('ssm.DescribeInstanceInformation', lost, { InstanceInformationList: [] }, online('i-1'));
    running.aws.on('ssm.ListCommands', { Commands: [] }, command('Success'));

    await inTime(running, await running.run([step()]), { statuses: ['Success'] });

    expect(operations().slice(0, 5)).toEqual([
      'DescribeInstanceInformation',
      'DescribeInstanceInformation',
      'DescribeInstanceInformation',
      'ListCommands',
      'SendCommand',
    ]);
  });

  it('times out after an hour when an agent does not answer', async () => {
    const begin = running.clock.now();
    running.aws.on('ssm.DescribeInstanceInformation', online('i-1'));
    const id = await running.run([step({ InstanceIds: ['i-1', 'i-2', 'i-3'] })]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'] });
    expect(FailureMessage).toBe(
      'Step timed out while step is verifying the SSM Agent availability on the target instance(s). SSM Agent on Instances: [i-2, i-3] are not functioning. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
    );
    expect(running.clock.now() - begin).toBe(3_600_000);
    expect(operations()).not.toContain('SendCommand');
  });

  it('fails with the command’s result', async () => {
    running.aws.on('ssm.ListCommands', command('Failed'));
    running.aws.on('ssm.ListCommandInvocations', invocations([plugin('\nno', 1)]));

    const { FailureMessage, StepExecutions } = await inTime(running, await running.run([step()]), {
      statuses: ['Failed'],
    });

    expect(FailureMessage).toBe(
      `Step fails when it is verifying the command has completed. Command ${CommandId} returns unexpected invocation result: \n{Status=[Failed], ResponseCode=[1], Output=[\nno], OutputPayload=[{"Status":"Failed","ResponseCode":1,"Output":"\\nno","CommandId":"${CommandId}"}], CommandId=[${CommandId}]}. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.`,
    );
    expect(StepExecutions?.[0]?.Outputs).toMatchObject({ Status: ['Failed'], Output: ['\nno'], ResponseCode: ['1'] });
  });

  it.each(['TimedOut', 'Cancelled'])('fails when the command is %s', async (status) => {
    running.aws.on('ssm.ListCommands', command('Cancelling'), command(status));
    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['Failed'] });
    expect(FailureMessage).toContain(`{Status=[${status}], `);
  });

  it.each([
    [invocations([plugin('a', 0)], [plugin('b', 0)])],
    [invocations([plugin('a', 0), plugin('b', 0)])],
    [invocations()],
  ])('gives no output unless there is one node and one plugin (%#)', async (answer) => {
    running.aws.on('ssm.ListCommandInvocations', answer);
    const { StepExecutions } = await inTime(running, await running.run([step()]), { statuses: ['Success'] });
    expect(StepExecutions?.[0]?.Outputs).toEqual({
      Status: ['Success'],
      CommandId: [CommandId],
      OutputPayload: [`{"Status":"Success","CommandId":"${CommandId}"}`],
    });
  });

  it('finds the command it sent before a crash', async () => {
    let sent: object = {};
    running.aws.on('ssm.SendCommand', ({ input }) => {
      sent = { ...input, CommandId };
      throw new Error('crash');
    });
    const others = { CommandId: 'other', Comment: 'Automation other', DocumentName: 'AWS-RunShellScript' };
    running.aws.on(
      'ssm.ListCommands',
      () => ({ Commands: [others], NextToken: 'more' }),
      () => ({ Commands: [sent as Record<string, string>] }),
      command('Success'),
    );

    const { StepExecutions } = await inTime(running, await running.run([step()]), { statuses: ['Success'] });

    expect(StepExecutions?.[0]?.Outputs?.CommandId).toEqual([CommandId]);
    expect(operations().filter((operation) => operation === 'SendCommand')).toHaveLength(1);
    const asked = { Filters: [{ key: 'InvokedAfter', value: '2025-12-31T23:59:55Z' }], MaxResults: 50 };
    expect(running.aws.asked().filter(([operation]) => operation === 'ssm.ListCommands')).toEqual([
      ['ssm.ListCommands', asked],
      ['ssm.ListCommands', { ...asked, NextToken: 'more' }],
      lists,
    ]);
  });

  it.each([
    ['the same', { commands: ['ls'] }, 1],
    ['another', { commands: ['pwd'] }, 2],
  ])('takes %s command of a runbook’s own comment for what it is', async (_case, Parameters, times) => {
    running.aws.on('ssm.SendCommand', new AwsUnreachable('gone'), { Command: { CommandId } });
    const sent = { CommandId, Comment: 'c', DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-1'], Parameters };
    running.aws.on('ssm.ListCommands', { Commands: [sent] }, command('Success'));
    await inTime(running, await running.run([step({ Comment: 'c' })]), { statuses: ['Success'] });
    expect(operations().filter((operation) => operation === 'SendCommand')).toHaveLength(times);
  });

  it('fails with the error of the API', async () => {
    running.aws.on('ssm.SendCommand', refusal('SendCommand', 'InvalidDocument'));
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain('An error occurred (InvalidDocument) when calling the SendCommand operation: no');
  });

  it('cancels the command when it times out', async () => {
    running.aws.on('ssm.ListCommands', command('InProgress'));
    const id = await running.run([step({}, { timeoutSeconds: 120 })]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'] });
    expect(FailureMessage).toContain(
      `Step timed out while step is verifying the command has completed. Command ${CommandId} is not completed.`,
    );
    expect(running.aws.asked().at(-1)).toEqual(['ssm.CancelCommand', { CommandId }]);
  });

  it('cancels the command when the run is cancelled', async () => {
    running.aws.on('ssm.ListCommands', command('InProgress'));
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([['ssm.CancelCommand', { CommandId }]]);
  });

  it('is cancelled all the same when the command cannot be', async () => {
    running.aws.on('ssm.CancelCommand', refusal('CancelCommand', 'InvalidCommandId'));
    expect(await askedAfterStop(running, await running.run([step()]))).toHaveLength(1);
  });

  it('cancels a command that was sent and whose answer was lost', async () => {
    running.aws.on('ssm.SendCommand', new AwsUnreachable('gone'));
    const sent = { CommandId, Comment: 'c', DocumentName: 'AWS-RunShellScript', InstanceIds: ['i-1'] };
    running.aws.on('ssm.ListCommands', { Commands: [{ ...sent, Parameters: { commands: ['ls'] } }] });

    const asked = await askedAfterStop(running, await running.run([step({ Comment: 'c' })]));

    expect(asked.at(-1)).toEqual(['ssm.CancelCommand', { CommandId }]);
  });

  it('has nothing to cancel while it waits for agents', async () => {
    running.aws.on('ssm.DescribeInstanceInformation', { InstanceInformationList: [] });
    const id = await running.run([step()]);
    await running.settled();
    await pass(running, 2);
    expect((await askedAfterStop(running, id)).map(([operation]) => operation)).toEqual(['ssm.ListCommands']);
  });

  it.each([
    [{ InstanceIds: [], Targets: [] }, 'InstanceIds or Targets is required'],
    [{ Targets: [{ Key: 'tag:a', Values: ['b'] }] }, 'Only one of InstanceIds and Targets can be given'],
    [{ InstanceIds: Array.from({ length: 51 }, () => 'i') }, 'InstanceIds has 51 items, at most 50 are allowed'],
    [{ Comment: 'c'.repeat(101) }, 'Comment has 101 characters, at most 100 are allowed'],
    [{ Parameters: ['x'] }, 'Parameters must be a map'],
    [{ TimeoutSeconds: 'soon' }, 'TimeoutSeconds must be a whole number from 1'],
  ])('refuses wrong inputs (%#)', async (inputs, message) => {
    const { FailureMessage } = await running.reach(await running.run([step(inputs)]), 'Failed');
    expect(FailureMessage).toContain(`validating and resolving the step inputs. ${message}`);
    expect(running.aws.calls).toEqual([]);
  });
});
