import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, refusal } from './in-time.ts';

const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'launch',
  action: 'aws:runInstances',
  inputs: { ImageId: 'ami-1', ...inputs },
  ...rest,
});
const launched = { Instances: [{ InstanceId: 'i-1', State: { Name: 'pending' } }] };
const status = (Name: string, check = 'ok') => ({
  InstanceStatuses: [
    {
      InstanceId: 'i-1',
      InstanceState: { Name },
      InstanceStatus: { Status: check },
      SystemStatus: { Status: check },
    },
  ],
});
const asks = ['ec2.DescribeInstanceStatus', { InstanceIds: ['i-1'], IncludeAllInstances: true }];
const token = expect.stringMatching(/^[0-9a-f-]{36}$/);

describe('aws:runInstances', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('ec2.RunInstances', launched);
  });

  it('launches one instance and waits until it is ready', async () => {
    const notYet = refusal('DescribeInstanceStatus', 'InvalidInstanceID.NotFound');
    running.aws.on(
      'ec2.DescribeInstanceStatus',
      notYet,
      status('pending'),
      status('running', 'initializing'),
      status('running'),
    );
    const outputs = [{ Name: 'First', Selector: '$.InstanceIds[0]', Type: 'String' }];

    const id = await running.run([step({}, { outputs })]);

    const { StepExecutions } = await inTime(running, id, { statuses: ['Success'] });
    expect(StepExecutions?.[0]?.Outputs).toEqual({
      InstanceIds: ['i-1'],
      InstanceStates: ['running'],
      First: ['i-1'],
    });
    expect(running.aws.asked()).toEqual([
      [
        'ec2.RunInstances',
        { ImageId: 'ami-1', InstanceType: 'm1.small', MinCount: 1, MaxCount: 1, ClientToken: token },
      ],
      asks,
      asks,
      asks,
      asks,
    ]);
  });

  it('sends every input under EC2’s name', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', status('running'));
    const TagSpecifications = [{ ResourceType: 'instance', Tags: [{ Key: 'a', Value: 'b' }] }];

    const id = await running.run([
      step({
        InstanceType: 't3.micro',
        MinInstanceCount: '1',
        MaxInstanceCount: 2,
        IamInstanceProfileName: 'profile',
        SecurityGroupIds: ['sg-1'],
        SubnetId: 'subnet-1',
        KeyName: '',
        Monitoring: true,
        UserData: 'ZWNobw==',
        ClientToken: 'mine',
        TagSpecifications,
      }),
    ]);

    await inTime(running, id, { statuses: ['Success'] });
    expect(running.aws.asked()[0]).toEqual([
      'ec2.RunInstances',
      {
        ImageId: 'ami-1',
        InstanceType: 't3.micro',
        MinCount: 1,
        MaxCount: 2,
        IamInstanceProfile: { Name: 'profile' },
        SecurityGroupIds: ['sg-1'],
        SubnetId: 'subnet-1',
        Monitoring: { Enabled: true },
        UserData: 'ZWNobw==',
        ClientToken: 'mine',
        TagSpecifications,
      },
    ]);
  });

  it('sends the same token when it is repeated after a crash, and another in the next attempt', async () => {
    running.aws.on('ec2.RunInstances', new Error('crash'), launched);
    running.aws.on('ec2.DescribeInstanceStatus', status('terminated'), status('running'));

    const id = await running.run([step({}, { maxAttempts: 2 })]);

    await inTime(running, id, { statuses: ['Success'] });
    const tokens = running.aws.calls.flatMap(({ operation, input }) =>
      operation === 'RunInstances' ? [input.ClientToken] : [],
    );
    expect(tokens).toHaveLength(3);
    expect(tokens[0]).toBe(tokens[1]);
    expect(tokens[0]).not.toBe(tokens[2]);
  });

  it('asks again for the launch when EC2 is busy', async () => {
    running.aws.on('ec2.RunInstances', refusal('RunInstances', 'RequestLimitExceeded', 503), launched);
    running.aws.on('ec2.DescribeInstanceStatus', status('running'));
    await inTime(running, await running.run([step()]), { statuses: ['Success'] });
    const [first, second] = running.aws.calls;
    expect(first?.input).toEqual(second?.input);
  });

  it('fails when an instance entered an unexpected state, and tells which there are', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', status('shutting-down'));
    const { FailureMessage, StepExecutions } = await inTime(running, await running.run([step()]), {
      statuses: ['Failed'],
    });
    expect(FailureMessage).toBe(
      'Step fails when it is verifying launched instance(s) are ready to be used. Instance i-1 entered unexpected state: shutting-down. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
    );
    expect(StepExecutions?.[0]?.Outputs).toEqual({ InstanceIds: ['i-1'], InstanceStates: ['shutting-down'] });
  });

  it('fails with the error of the API', async () => {
    running.aws.on('ec2.RunInstances', refusal('RunInstances', 'InvalidAMIID.Malformed'));
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain(
      'An error occurred (InvalidAMIID.Malformed) when calling the RunInstances operation: no',
    );
  });

  it('fails when EC2 never shows the instance', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', refusal('DescribeInstanceStatus', 'InvalidInstanceID.NotFound'));
    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['Failed'] });
    expect(FailureMessage).toContain('(InvalidInstanceID.NotFound)');
    expect(running.aws.calls).toHaveLength(11);
  });

  it('times out', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', status('pending'));
    const id = await running.run([step({}, { timeoutSeconds: 300 })]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'] });
    expect(FailureMessage).toContain(
      'Step timed out while step is verifying launched instance(s) are ready to be used. Instances: [i-1] are not ready to be used.',
    );
  });

  it('leaves the instances alone when it is cancelled', async () => {
    running.aws.on('ec2.DescribeInstanceStatus', status('pending'));
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([]);
  });

  it.each([
    [{ ImageId: '' }, 'ImageId is required'],
    [{ MinInstanceCount: 0 }, 'MinInstanceCount must be a whole number from 1'],
    [{ MinInstanceCount: 3, MaxInstanceCount: 2 }, 'MaxInstanceCount is less than MinInstanceCount'],
    [
      { IamInstanceProfileArn: 'a', IamInstanceProfileName: 'b' },
      'Only one of IamInstanceProfileArn and IamInstanceProfileName can be given',
    ],
  ])('refuses the inputs %j', async (inputs, message) => {
    const { FailureMessage } = await running.reach(await running.run([step(inputs)]), 'Failed');
    expect(FailureMessage).toContain(`validating and resolving the step inputs. ${message}`);
  });
});
