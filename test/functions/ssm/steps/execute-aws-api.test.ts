import { AwsError, AwsUnreachable, AwsUnusable } from '../../../../functions/ports/aws-api.ts';
import { openRunning, type Running } from '../../../running.ts';

const ResponseMetadata = { RequestId: 'r-1', HTTPStatusCode: 200, HTTPHeaders: {}, RetryAttempts: 0 };
const reservations = {
  Reservations: [{ Instances: [{ InstanceId: 'i-1', State: { Name: 'running' }, KeyName: '' }] }],
  ResponseMetadata,
};
const step = (inputs: object, rest: object = {}) => ({ name: 'call', action: 'aws:executeAwsApi', inputs, ...rest });
const describe_ = {
  Service: 'ec2',
  Api: 'DescribeInstances',
  InstanceIds: ['{{ InstanceId }}'],
  MaxResults: '{{ Most }}',
};
const parameters = {
  InstanceId: { type: 'String', default: 'i-1' },
  Most: { type: 'Integer', default: 5 },
  Role: { type: 'String', default: '' },
};
const output = (Name: string, Selector: string, Type = 'String') => ({ Name, Selector, Type });

describe('aws:executeAwsApi', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });

  it('calls the operation with its parameters and selects outputs from the answer', async () => {
    running.aws.on('ec2.DescribeInstances', reservations);
    const outputs = [
      output('State', '$.Reservations[0].Instances[0].State.Name'),
      output('Ids', '$.Reservations..InstanceId', 'StringList'),
      output('Status', '$.ResponseMetadata.HTTPStatusCode', 'Integer'),
      output('All', '$', 'StringMap'),
      output('Key', '$.Reservations[0].Instances[0].KeyName'),
      output('Gone', '$.Nothing.here'),
    ];

    const id = await running.run([step(describe_, { outputs })], { parameters });

    const { StepExecutions } = await running.reach(id, 'Success');
    expect(StepExecutions?.[0]?.Outputs).toEqual({
      State: ['running'],
      Ids: ['i-1'],
      Status: ['200'],
      All: [JSON.stringify(reservations)],
    });
    expect(running.aws.calls).toEqual([
      {
        service: 'ec2',
        operation: 'DescribeInstances',
        input: { InstanceIds: ['i-1'], MaxResults: 5 },
        region: 'us-east-1',
        sessionName: id,
        timeoutSeconds: 25,
        idempotencyToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
  });

  it.each([
    ['arn:aws:iam::111122223333:role/fixed', undefined, 'arn:aws:iam::111122223333:role/fixed'],
    ['{{ Role }}', { Role: ['arn:aws:iam::111122223333:role/given'] }, 'arn:aws:iam::111122223333:role/given'],
    ['arn:aws:iam::{{ global:ACCOUNT_ID }}:role/{{ Role }}', { Role: ['x'] }, 'arn:aws:iam::000000000000:role/x'],
    ['{{ Role }}', undefined, undefined],
    ['', undefined, undefined],
  ])('acts as the role %s given %j', async (assumeRole, given, roleArn) => {
    running.aws.on('ec2.DescribeInstances', reservations);

    const id = await running.run([step(describe_)], { parameters, assumeRole }, given);

    await running.reach(id, 'Success');
    expect(running.aws.calls[0]?.roleArn).toBe(roleArn);
  });

  it('fails in boto3’s words with what the API refuses', async () => {
    const refusal = { code: 'UnauthorizedOperation', message: 'Not you.', operation: 'DescribeInstances', status: 403 };
    running.aws.on('ec2.DescribeInstances', new AwsError(refusal));

    const id = await running.run([step(describe_)], { parameters });

    const { FailureMessage, StepExecutions } = await running.reach(id, 'Failed');
    expect(FailureMessage).toBe(
      'Step fails when it is Execute/Cancelling action. An error occurred (UnauthorizedOperation) when calling the DescribeInstances operation: Not you.. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
    );
    expect(StepExecutions?.[0]?.FailureDetails).toMatchObject({
      FailureStage: 'Invocation',
      FailureType: 'Permission',
    });
  });

  it.each([
    new AwsUnreachable('ec2 could not be reached for DescribeInstances: ECONNREFUSED'),
    new AwsUnusable('The client of the service ec2 is not installed. Install it: npm install @aws-sdk/client-ec2'),
  ])('fails with the reason when the call cannot be made (%s)', async (error) => {
    running.aws.on('ec2.DescribeInstances', error);
    const id = await running.run([step(describe_)], { parameters });
    expect((await running.reach(id, 'Failed')).FailureMessage).toContain(error.message);
  });

  it('calls again with another token where the step may be attempted twice', async () => {
    const busy = new AwsError({ code: 'Throttling', message: 'Slow.', operation: 'DescribeInstances', status: 400 });
    running.aws.on('ec2.DescribeInstances', busy, reservations);

    const id = await running.run([step(describe_, { maxAttempts: 2 })], { parameters });

    await running.reach(id, 'Success');
    const tokens = running.aws.calls.map(({ idempotencyToken }) => idempotencyToken);
    expect(new Set(tokens).size).toBe(2);
  });

  it('gives the call no more time than the step has', async () => {
    running.aws.on('ec2.DescribeInstances', reservations);
    const id = await running.run([step(describe_, { timeoutSeconds: 10 })], { parameters });
    await running.reach(id, 'Success');
    expect(running.aws.calls[0]?.timeoutSeconds).toBe(10);
  });

  it('refuses an Api that is no text', async () => {
    const id = await running.run([step({ Service: 'ec2', Api: '{{ Most }}' })], { parameters });
    expect((await running.reach(id, 'Failed')).FailureMessage).toContain(
      'Api must be a text such as DescribeInstances',
    );
  });
});
