import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, refusal } from './in-time.ts';

const StackId = 'arn:aws:cloudformation:us-east-1:111122223333:stack/net/2';
const former = 'arn:aws:cloudformation:us-east-1:111122223333:stack/net/1';
const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'stack',
  action: 'aws:createStack',
  inputs: { StackName: 'net', TemplateBody: 'Resources: none', ...inputs },
  ...rest,
});
const stack = (StackStatus: string, StackStatusReason?: string, id = StackId) => ({
  Stacks: [{ StackId: id, StackStatus, ...(StackStatusReason && { StackStatusReason }) }],
});
const none = refusal('DescribeStacks', 'ValidationError');
const token = expect.stringMatching(/^[0-9a-f-]{36}$/);
const create = [
  'cloudformation.CreateStack',
  { StackName: 'net', TemplateBody: 'Resources: none', ClientRequestToken: token },
];
const describe1 = (StackName: string) => ['cloudformation.DescribeStacks', { StackName }];

describe('aws:createStack', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('cloudformation.CreateStack', { StackId });
    running.aws.on('cloudformation.DeleteStack', {});
  });

  it('looks for the stack, creates it and waits until it is complete', async () => {
    running.aws.on(
      'cloudformation.DescribeStacks',
      none,
      stack('CREATE_IN_PROGRESS', 'User Initiated'),
      stack('CREATE_COMPLETE'),
    );
    const outputs = [{ Name: 'Id', Selector: '$.StackId', Type: 'String' }];

    const id = await running.run([step({}, { outputs })]);

    const { StepExecutions } = await inTime(running, id, { statuses: ['Success'] });
    expect(StepExecutions?.[0]?.Outputs).toEqual({
      StackId: [StackId],
      StackStatus: ['CREATE_COMPLETE'],
      StackStatusReason: [''],
      Id: [StackId],
    });
    expect(running.aws.asked()).toEqual([describe1('net'), create, describe1(StackId), describe1(StackId)]);
  });

  it('sends every input', async () => {
    running.aws.on('cloudformation.DescribeStacks', none, stack('CREATE_COMPLETE'));
    const given = {
      StackName: 'net',
      TemplateURL: 'https://example.com/t',
      Capabilities: ['CAPABILITY_IAM'],
      ClientRequestToken: 'mine',
      OnFailure: 'DELETE',
      NotificationARNs: ['arn:aws:sns:us-east-1:1:a'],
      ResourceTypes: ['AWS::EC2::*'],
      RoleARN: 'arn:aws:iam::111122223333:role/r',
      StackPolicyURL: 'https://example.com/p',
      Tags: [{ Key: 'a', Value: 'b' }],
      TimeoutInMinutes: 5,
    };
    const parameters = [
      { ParameterKey: 'N', ParameterValue: 3 },
      { ParameterKey: 'T', ParameterValue: 'x' },
    ];

    const id = await running.run([step({ ...given, TemplateBody: '', Parameters: parameters })]);

    await inTime(running, id, { statuses: ['Success'] });
    expect(running.aws.calls[1]?.input).toEqual({
      ...given,
      Parameters: [
        { ParameterKey: 'N', ParameterValue: '3' },
        { ParameterKey: 'T', ParameterValue: 'x' },
      ],
    });
  });

  it('deletes a stack that rolled back before it creates its own', async () => {
    running.aws.on(
      'cloudformation.DescribeStacks',
      stack('ROLLBACK_COMPLETE', '', former),
      stack('DELETE_IN_PROGRESS', '', former),
      none,
      stack('CREATE_COMPLETE'),
    );

    await inTime(running, await running.run([step({ RoleARN: 'r' })]), { statuses: ['Success'] });

    expect(running.aws.asked()).toEqual([
      describe1('net'),
      ['cloudformation.DeleteStack', { StackName: former, ClientRequestToken: token, RoleARN: 'r' }],
      describe1('net'),
      describe1('net'),
      ['cloudformation.CreateStack', { ...(create[1] as object), RoleARN: 'r' }],
      describe1(StackId),
    ]);
  });

  it('waits for an operation in progress, then leaves it to CloudFormation', async () => {
    running.aws.on('cloudformation.CreateStack', refusal('CreateStack', 'AlreadyExistsException'));
    running.aws.on(
      'cloudformation.DescribeStacks',
      stack('UPDATE_IN_PROGRESS', '', former),
      stack('UPDATE_COMPLETE', '', former),
    );

    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['Failed'] });

    expect(FailureMessage).toContain(
      'An error occurred (AlreadyExistsException) when calling the CreateStack operation',
    );
    expect(running.aws.asked()).toEqual([describe1('net'), describe1('net'), create]);
  });

  it('does not wait for a stack in review', async () => {
    running.aws.on('cloudformation.CreateStack', refusal('CreateStack', 'AlreadyExistsException'));
    running.aws.on('cloudformation.DescribeStacks', stack('REVIEW_IN_PROGRESS', '', former));
    await running.reach(await running.run([step()]), 'Failed');
  });

  it('sends the same token when it is repeated after a crash', async () => {
    running.aws.on('cloudformation.CreateStack', new Error('crash'), { StackId });
    running.aws.on('cloudformation.DescribeStacks', none, none, stack('CREATE_COMPLETE'));
    await inTime(running, await running.run([step()]), { statuses: ['Success'] });
    expect(running.aws.asked()).toEqual([describe1('net'), create, describe1('net'), create, describe1(StackId)]);
    expect(running.aws.calls[1]?.input).toEqual(running.aws.calls[3]?.input);
  });

  it('fails with the first reason when the stack rolls back', async () => {
    running.aws.on(
      'cloudformation.DescribeStacks',
      none,
      stack('ROLLBACK_IN_PROGRESS', 'The following resource(s) failed to create: [Vpc].'),
      stack('ROLLBACK_COMPLETE', 'done'),
    );

    const { FailureMessage, StepExecutions } = await inTime(running, await running.run([step()]), {
      statuses: ['Failed'],
    });

    expect(FailureMessage).toContain(
      `Step fails when it is verifying the stack has been created. Stack ${StackId} entered unexpected state: ROLLBACK_COMPLETE: The following resource(s) failed to create: [Vpc].`,
    );
    expect(StepExecutions?.[0]?.Outputs).toEqual({
      StackId: [StackId],
      StackStatus: ['ROLLBACK_COMPLETE'],
      StackStatusReason: ['The following resource(s) failed to create: [Vpc].'],
    });
  });

  it.each([
    [stack('CREATE_FAILED', 'no'), 'CREATE_FAILED: no'],
    [stack('DELETE_COMPLETE'), 'DELETE_COMPLETE'],
    [none, 'DELETE_COMPLETE'],
  ])('fails when the stack is %j', async (answer, told) => {
    running.aws.on('cloudformation.DescribeStacks', none, answer);
    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['Failed'] });
    expect(FailureMessage).toContain(`entered unexpected state: ${told}`);
  });

  it('fails with the error of the API', async () => {
    running.aws.on('cloudformation.DescribeStacks', refusal('DescribeStacks', 'AccessDenied', 403));
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain('An error occurred (AccessDenied) when calling the DescribeStacks operation: no');
  });

  it('times out and leaves the stack alone', async () => {
    running.aws.on('cloudformation.DescribeStacks', none, stack('CREATE_IN_PROGRESS'));
    const id = await running.run([step({}, { timeoutSeconds: 600 })]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'] });
    expect(FailureMessage).toContain(
      `Step timed out while step is verifying the stack has been created. Stack ${StackId} is not complete: CREATE_IN_PROGRESS.`,
    );
    expect(running.aws.calls.some(({ operation }) => operation === 'DeleteStack')).toBe(false);
  });

  it('asks no more once it is cancelled', async () => {
    running.aws.on('cloudformation.DescribeStacks', none, stack('CREATE_IN_PROGRESS'));
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([]);
  });

  it.each([
    [{ StackName: 'n'.repeat(129) }, 'StackName has 129 characters, at most 128 are allowed'],
    [{ TemplateBody: 'é'.repeat(25_601) }, 'TemplateBody has 51202 bytes, at most 51200 are allowed'],
    [{ TemplateBody: '' }, 'TemplateBody or TemplateURL is required'],
    [{ TemplateURL: 'u' }, 'Only one of TemplateBody and TemplateURL can be given'],
    [{ DisableRollback: true, OnFailure: 'DELETE' }, 'Only one of DisableRollback and OnFailure can be given'],
    [{ StackPolicyBody: 'b', StackPolicyURL: 'u' }, 'Only one of StackPolicyBody and StackPolicyURL can be given'],
    [{ OnFailure: 'STOP' }, 'OnFailure is STOP, but must be one of DO_NOTHING, ROLLBACK, DELETE'],
    [{ NotificationARNs: ['1', '2', '3', '4', '5', '6'] }, 'NotificationARNs has 6 items, at most 5 are allowed'],
    [{ Tags: Array.from({ length: 11 }, () => ({})) }, 'Tags has 11 items, at most 10 are allowed'],
    [{ TimeoutInMinutes: 0 }, 'TimeoutInMinutes must be a whole number from 1'],
  ])('refuses wrong inputs (%#)', async (inputs, message) => {
    const { FailureMessage } = await running.reach(await running.run([step(inputs)]), 'Failed');
    expect(FailureMessage).toContain(`validating and resolving the step inputs. ${message}`);
    expect(running.aws.calls).toEqual([]);
  });
});
