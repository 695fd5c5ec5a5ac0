import { openRunning, type Running } from '../../../running.ts';
import { askedAfterStop, inTime, refusal } from './in-time.ts';

const StackId = 'arn:aws:cloudformation:us-east-1:111122223333:stack/net/1';
const step = (inputs: object = {}, rest: object = {}) => ({
  name: 'stack',
  action: 'aws:deleteStack',
  inputs: { StackName: 'net', ...inputs },
  ...rest,
});
const stack = (StackStatus: string, StackStatusReason = '') => ({
  Stacks: [{ StackId, StackStatus, StackStatusReason }],
});
const none = refusal('DescribeStacks', 'ValidationError');
const token = expect.stringMatching(/^[0-9a-f-]{36}$/);
const remove = ['cloudformation.DeleteStack', { StackName: StackId, ClientRequestToken: token }];
const describe1 = (StackName: string) => ['cloudformation.DescribeStacks', { StackName }];

describe('aws:deleteStack', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
    running.aws.on('cloudformation.DeleteStack', {});
  });

  it('deletes the stack by its id and waits until it is gone', async () => {
    running.aws.on(
      'cloudformation.DescribeStacks',
      stack('CREATE_COMPLETE'),
      stack('DELETE_IN_PROGRESS'),
      stack('DELETE_COMPLETE'),
    );

    const { StepExecutions } = await inTime(running, await running.run([step()]), { statuses: ['Success'] });

    expect(StepExecutions?.[0]?.Outputs).toEqual({});
    expect(running.aws.asked()).toEqual([describe1('net'), remove, describe1(StackId), describe1(StackId)]);
  });

  it.each(['RetainResources.member.N', 'RetainResources.member.1', 'RetainResources'])('sends %s', async (name) => {
    running.aws.on('cloudformation.DescribeStacks', stack('DELETE_FAILED'), stack('DELETE_COMPLETE'));
    const id = await running.run([step({ [name]: ['Bucket'], RoleARN: 'r', ClientRequestToken: 'mine' })]);
    await inTime(running, id, { statuses: ['Success'] });
    expect(running.aws.calls[1]?.input).toEqual({
      StackName: StackId,
      RetainResources: ['Bucket'],
      RoleARN: 'r',
      ClientRequestToken: 'mine',
    });
  });

  it.each([[none], [stack('DELETE_COMPLETE')], [{ Stacks: [] }]])(
    'has nothing to do when the stack is %j',
    async (answer) => {
      running.aws.on('cloudformation.DescribeStacks', answer);
      await running.reach(await running.run([step()]), 'Success');
      expect(running.aws.asked()).toEqual([describe1('net')]);
    },
  );

  it('sends the same token when it is repeated after a crash', async () => {
    running.aws.on('cloudformation.DeleteStack', new Error('crash'), {});
    running.aws.on(
      'cloudformation.DescribeStacks',
      stack('CREATE_COMPLETE'),
      stack('DELETE_IN_PROGRESS'),
      stack('DELETE_COMPLETE'),
    );
    await inTime(running, await running.run([step()]), { statuses: ['Success'] });
    expect(running.aws.asked()).toEqual([describe1('net'), remove, describe1('net'), remove, describe1(StackId)]);
    expect(running.aws.calls[1]?.input).toEqual(running.aws.calls[3]?.input);
  });

  it('fails when the stack cannot be deleted', async () => {
    running.aws.on('cloudformation.DescribeStacks', stack('CREATE_COMPLETE'), stack('DELETE_FAILED', 'in use'));
    const { FailureMessage } = await inTime(running, await running.run([step()]), { statuses: ['Failed'] });
    expect(FailureMessage).toContain(
      `Step fails when it is verifying the stack has been deleted. Stack ${StackId} entered unexpected state: DELETE_FAILED: in use.`,
    );
  });

  it('fails with the error of the API', async () => {
    running.aws.on('cloudformation.DescribeStacks', stack('CREATE_COMPLETE'));
    running.aws.on('cloudformation.DeleteStack', refusal('DeleteStack', 'ValidationError'));
    const { FailureMessage } = await running.reach(await running.run([step()]), 'Failed');
    expect(FailureMessage).toContain('An error occurred (ValidationError) when calling the DeleteStack operation: no');
  });

  it('times out', async () => {
    running.aws.on('cloudformation.DescribeStacks', stack('DELETE_IN_PROGRESS'));
    const id = await running.run([step({}, { timeoutSeconds: 60 })]);
    const { FailureMessage } = await inTime(running, id, { statuses: ['TimedOut'] });
    expect(FailureMessage).toContain(`Stack ${StackId} is not deleted: DELETE_IN_PROGRESS.`);
  });

  it('asks no more once it is cancelled', async () => {
    running.aws.on('cloudformation.DescribeStacks', stack('DELETE_IN_PROGRESS'));
    expect(await askedAfterStop(running, await running.run([step()]))).toEqual([]);
  });

  it('needs a name', async () => {
    const { FailureMessage } = await running.reach(await running.run([step({ StackName: '' })]), 'Failed');
    expect(FailureMessage).toContain('validating and resolving the step inputs. StackName is required');
  });
});
