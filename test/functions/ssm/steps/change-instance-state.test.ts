import { AwsUnreachable } from '../../../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, refusal } from './in-time.ts';

const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'change',
  action: 'aws:changeInstanceState',
  inputs: { InstanceIds: ['i-1', 'i-2'], DesiredState: 'running', ...inputs },
  ...rest,
});
const status = (InstanceId: string, Name: string, check = 'ok') => ({
  InstanceId,
  InstanceState: { Name },
  InstanceStatus: { Status: check },
  SystemStatus: { Status: check },
});
const both = (state: string, check?: string) => ({
  InstanceStatuses: [status('i-1', state, check), status('i-2', state, check)],
});
const asks = ['ec2.DescribeInstanceStatus', { InstanceIds: ['i-1', 'i-2'], IncludeAllInstances: true }];

describe('aws:changeInstanceState', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    for (const operation of ['StartInstances', 'StopInstances', 'TerminateInstances'])
      running.aws.on(`ec2.${operation}`, {});
  });

  it('starts instances and waits until they run and pass both checks', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', both('pending'), both('running', 'initializing'), both('running'));

    const id = await running.run([step({ AdditionalInfo: 'x', Force: true })]);

    const { StepExecutions } = await inTime(running, id, { statuses: ['Success'] });
    expect(StepExecutions?.[0]?.Outputs).toEqual({ InstanceStates: ['running', 'running'] });
    expect(running.aws.asked()).toEqual([
      ['ec2.StartInstances', { InstanceIds: ['i-1', 'i-2'], AdditionalInfo: 'x' }],
      asks,
      asks,
      asks,
    ]);
  });

  it.each([
    ['stopped', { Force: true }, 'ec2.StopInstances', { Force: true }],
    ['terminated', { Force: true }, 'ec2.TerminateInstances', {}],
  ])('makes instances %s', async (DesiredState, inputs, operation, sent) => {
    running.aws.on('ec2.DescribeInstanceStatus', both(DesiredState, 'not-applicable'));

    const id = await running.run([step({ DesiredState, ...inputs })]);

    await inTime(running, id, { statuses: ['Success'] });
    expect(running.aws.asked()).toEqual([[operation, { InstanceIds: ['i-1', 'i-2'], ...sent }], asks]);
  });

  it('only looks, and at once, with CheckStateOnly', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', both('running'));
    await running.reach(await running.run([step({ CheckStateOnly: true })]), 'Success');
    expect(running.aws.asked()).toEqual([asks]);
  });

  it('waits for an instance that EC2 does not show yet, and for EC2', async () => {
    const one = { InstanceStatuses: [status('i-1', 'running')] };
    running.aws.on(
      'ec2.DescribeInstanceStatus',
      one,
      new AwsUnreachable('gone'),
      refusal('x', 'Throttling'),
      both('running'),
    );
    await inTime(running, await running.run([step()]), { statuses: ['Success'] });
  });

  it('fails when an instance goes another way', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', {
      InstanceStatuses: [status('i-1', 'stopped'), status('i-2', 'terminated')],
    });

    const id = await running.run([step({ DesiredState: 'stopped' })]);

    const { FailureMessage, StepExecutions } = await inTime(running, id, { statuses: ['Failed'] });
    expect(FailureMessage).toBe(
      'Step fails when it is verifying the instance(s) reached the desired state. Instance i-2 entered unexpected state: terminated. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
    );
    expect(StepExecutions?.[0]).toMatchObject({
      FailureDetails: { FailureStage: 'PostVerification', FailureType: 'Action' },
      Outputs: { InstanceStates: ['stopped', 'terminated'] },
    });
  });

  it('fails with the error of the API in boto3’s words', async () => {
    running.aws.on('ec2.StartInstances', refusal('StartInstances', 'UnauthorizedOperation', 403));
    const { FailureMessage, StepExecutions } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toBe(
      'Step fails when it is Execute/Cancelling action. An error occurred (UnauthorizedOperation) when calling the StartInstances operation: no. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
    );
    expect(StepExecutions?.[0]?.FailureDetails?.FailureType).toBe('Permission');
  });

  it.each([
    [{}, 60],
    [{ timeoutSeconds: 30 }, 1],
  ])('times out with %j', async (rest, seconds) => {
    const begin = running.clock.now();
    running.aws.on('ec2.DescribeInstanceStatus', both('running', 'initializing'));

    const id = await running.run([step({}, rest)]);

    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'], seconds });
    expect(FailureMessage).toContain(
      'Step timed out while step is verifying the instance(s) reached the desired state. Instances: [i-1, i-2] are not running.',
    );
    expect(running.clock.now() - begin).toBe(seconds === 1 ? 30_000 : 3_600_000);
  });

  it('asks no more once it is cancelled', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', both('pending'));
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([]);
  });

  it('asks for at most 100 instances at a time', async () => {
    const InstanceIds = Array.from({ length: 101 }, (_, number) => `i-${number}`);
    running.aws.on('ec2.DescribeInstanceStatus', ({ input }) => ({
      InstanceStatuses: (input.InstanceIds as string[]).map((id) => status(id, 'stopped')),
    }));
    await running.reach(
      await running.run([step({ InstanceIds, DesiredState: 'stopped', CheckStateOnly: true })]),
      'Success',
    );
    expect(running.aws.calls.map(({ input }) => (input.InstanceIds as string[]).length)).toEqual([100, 1]);
  });

  it.each([
    [{ DesiredState: 'pending' }, 'DesiredState is pending, but must be one of running, stopped, terminated'],
    [{ InstanceIds: [] }, 'InstanceIds is required'],
    [{ InstanceIds: [7] }, 'InstanceIds must be a list of texts'],
    [{ CheckStateOnly: 'maybe' }, 'CheckStateOnly must be true or false'],
  ])('refuses the inputs %j', async (inputs, message) => {
    const { FailureMessage } = await running.reach(await running.run([step(inputs)]), 'Failed');
    expect(FailureMessage).toContain(`validating and resolving the step inputs. ${message}`);
    expect(running.aws.calls).toEqual([]);
  });
});
