import {
  type GetAutomationExecutionCommandOutput,
  GetAutomationExecutionCommand,
  SendAutomationSignalCommand,
  type SignalType,
  StopAutomationExecutionCommand,
} from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';
import { variables } from './runbook-steps.ts';

const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const set = (name: string) => ({
  name,
  action: 'aws:updateVariable',
  inputs: { Name: 'variable:Last', Value: name },
});
const pause = (name = 'gate', rest: object = {}) => ({ name, action: 'aws:pause', inputs: {}, ...rest });
const approve = (Approvers: string[], MinRequiredApprovals = 1) => ({
  name: 'approval',
  action: 'aws:approve',
  inputs: { Approvers, MinRequiredApprovals },
});
const nap = { name: 'nap', action: 'aws:sleep', inputs: { Duration: 'PT1H' } };
const script = (name: string) => ({
  name,
  action: 'aws:executeScript',
  inputs: { Runtime: 'python3.11', Handler: 'main', Script: 'def main(e, c): return {}' },
});

describe('SendAutomationSignal', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const signal = (id: string, SignalType: SignalType, Payload?: Record<string, string[]>, client = running.client) =>
    client.send(
      new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType, ...(Payload && { Payload }) }),
    );
  const clientOf = async (name: string) => running.ssm(await running.principal(name, everything));
  const outputsOf = ({ AutomationExecution }: GetAutomationExecutionCommandOutput, step: string) =>
    AutomationExecution?.StepExecutions?.find(({ StepName }) => StepName === step)?.Outputs;
  const get = (id: string) => running.client.send(new GetAutomationExecutionCommand({ AutomationExecutionId: id }));
  const invalid = { name: 'InvalidAutomationSignalException', $metadata: { httpStatusCode: 400 } };

  it('resumes the step that waits, named or not', async () => {
    const id = await running.run([pause('one'), pause('two'), set('b')], variables);
    await running.reach(id, 'Waiting');

    const answer = await signal(id, 'Resume', { StepName: ['one'] });

    expect({ ...answer, $metadata: undefined }).toEqual({});
    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['one', 'Success'],
      ['two', 'Waiting'],
      ['b', 'Pending'],
    ]);
    await signal(id, 'Resume', { Comment: ['go on'] });
    await running.reach(id, 'Success');
  });

  it('approves with a comment', async () => {
    const id = await running.run([approve(['admin'])]);
    await running.reach(id, 'Waiting');

    await signal(id, 'Approve', { Comment: ['looks good'] });

    await running.reach(id, 'Success');
    const outputs = outputsOf(await get(id), 'approval');
    expect(outputs?.ApprovalStatus).toEqual(['Approved']);
    expect(JSON.parse(outputs?.ApproverDecisions?.[0] ?? '')).toEqual({
      Approver: 'arn:aws:iam::000000000000:user/admin',
      ApprovalStatus: 'Approved',
      ApprovalDecisionTime: '2026-01-01T00:00:00.000Z',
      Comment: 'looks good',
    });
  });

  it('rejects, which fails the step at once', async () => {
    const id = await running.run([approve(['admin', 'alice'], 2)]);
    await running.reach(id, 'Waiting');

    await signal(id, 'Reject', { Comment: ['not today'] });

    const { FailureMessage } = await running.reach(id, 'Failed');
    expect(FailureMessage).toBe(
      'Step fails when it is Poll action status for completion. Approval was rejected by arn:aws:iam::000000000000:user/admin: not today. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.',
    );
  });

  it('counts two approvals that come at the same moment', async () => {
    const [alice, bob] = await Promise.all([clientOf('alice'), clientOf('bob')]);
    const id = await running.run([approve(['alice', 'bob'], 2)]);
    await running.reach(id, 'Waiting');

    await Promise.all([signal(id, 'Approve', undefined, alice), signal(id, 'Approve', undefined, bob)]);

    await running.reach(id, 'Success');
    const decisions = outputsOf(await get(id), 'approval')?.ApproverDecisions?.map(
      (text) => JSON.parse(text) as { Approver: string },
    );
    expect(decisions?.map(({ Approver }) => Approver).sort()).toEqual([
      'arn:aws:iam::000000000000:user/alice',
      'arn:aws:iam::000000000000:user/bob',
    ]);
  });

  it('lets one of an approval and a rejection at the same moment win', async () => {
    const [alice, bob] = await Promise.all([clientOf('alice'), clientOf('bob')]);
    const id = await running.run([approve(['alice', 'bob'])]);
    await running.reach(id, 'Waiting');

    const answers = await Promise.allSettled([
      signal(id, 'Approve', undefined, alice),
      signal(id, 'Reject', undefined, bob),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await running.reach(id, answers[0]?.status === 'fulfilled' ? 'Success' : 'Failed');
  });

  it('takes the same decision twice, and refuses another one', async () => {
    const id = await running.run([approve(['admin', 'alice'], 2)]);
    await running.reach(id, 'Waiting');
    await signal(id, 'Approve');
    await signal(id, 'Approve');

    await expect(signal(id, 'Reject')).rejects.toMatchObject(invalid);

    await running.reach(id, 'Waiting');
  });

  it('takes Resume twice at the same moment', async () => {
    const id = await running.run([pause(), pause('next')]);
    await running.reach(id, 'Waiting');

    await Promise.all([signal(id, 'Resume', { StepName: ['gate'] }), signal(id, 'Resume', { StepName: ['gate'] })]);

    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['gate', 'Success'],
      ['next', 'Waiting'],
    ]);
  });

  it('takes a signal that comes before the state machine waits', async () => {
    const task = openRunning(':memory:', undefined, holdingWaits);
    const held: (() => void)[] = [];
    function holdingWaits<Output>(call: () => Promise<Output>, name: string): () => Promise<Output> {
      if (name !== 'SsmAutomationWaiting') return call;
      return () => new Promise<void>((resolve) => held.push(resolve)).then(call);
    }
    running = await task;
    const id = await running.run([pause(), set('b')], variables);
    await running.reach(id, 'Waiting');
    await running.settled();

    await signal(id, 'Resume');
    await running.settled();
    expect(await running.steps(id)).toEqual([
      ['gate', 'Waiting'],
      ['b', 'Pending'],
    ]);
    for (const release of held) release();

    await running.reach(id, 'Success');
  });

  it('refuses an execution that is not there', async () => {
    await expect(signal('00000000-0000-4000-8000-00000000dead', 'Approve')).rejects.toMatchObject({
      name: 'AutomationExecutionNotFoundException',
      $metadata: { httpStatusCode: 400 },
      message: 'Automation execution 00000000-0000-4000-8000-00000000dead was not found.',
    });
  });

  it('refuses a step that the runbook does not have', async () => {
    const id = await running.run([pause()]);
    await running.reach(id, 'Waiting');

    await expect(signal(id, 'Resume', { StepName: ['nowhere'] })).rejects.toMatchObject({
      name: 'AutomationStepNotFoundException',
      $metadata: { httpStatusCode: 400 },
      message: `Automation execution ${id} has no step nowhere.`,
    });
  });

  it('refuses to resume another step than the one that waits', async () => {
    const id = await running.run([pause('one'), pause('two')]);
    await running.reach(id, 'Waiting');

    await expect(signal(id, 'Resume', { StepName: ['two'] })).rejects.toMatchObject({
      ...invalid,
      message: `Signal Resume cannot be sent to automation execution ${id}: step two is not the one that waits.`,
    });
  });

  it.each<[SignalType, object]>([
    ['Resume', approve(['admin'])],
    ['Approve', pause()],
    ['Reject', pause()],
    ['Resume', nap],
    ['Approve', nap],
  ])('refuses %s where %j is the step', async (type, step) => {
    const id = await running.run([step]);
    await running.settled();

    await expect(signal(id, type)).rejects.toMatchObject({
      ...invalid,
      message: `Signal ${type} cannot be sent to automation execution ${id}: no step waits for it.`,
    });
  });

  it.each(['waits', 'is over'])('refuses Revoke for a run that %s', async (when) => {
    const id = await running.run([when === 'waits' ? approve(['admin']) : set('a')], variables);
    await running.reach(id, 'Waiting', 'Success');

    await expect(signal(id, 'Revoke', { Comment: ['no more'] })).rejects.toMatchObject({
      ...invalid,
      message: `Signal Revoke cannot be sent to automation execution ${id}: it is no access request.`,
    });
  });

  it.each<[SignalType, Record<string, string[]>, string]>([
    ['Approve', { Reason: ['x'] }, 'its payload has no key Reason, only StepName, StepExecutionId, Comment'],
    ['Reject', { toString: ['x'] }, 'its payload has no key toString, only StepName, StepExecutionId, Comment'],
    ['Resume', { StepName: ['gate', 'next'] }, 'its payload must have one StepName'],
    ['Approve', { StepExecutionId: [] }, 'its payload must have one StepExecutionId'],
  ])('refuses %s with the payload %j', async (type, payload, reason) => {
    const id = await running.run([type === 'Resume' ? pause() : approve(['admin'])]);
    await running.reach(id, 'Waiting');

    await expect(signal(id, type, payload)).rejects.toMatchObject({
      ...invalid,
      message: `Signal ${type} cannot be sent to automation execution ${id}: ${reason}.`,
    });
    await running.reach(id, 'Waiting');
  });

  it.each<SignalType>(['Approve', 'Reject'])(
    'takes %s for the step execution it names, and for no other',
    async (type) => {
      const id = await running.run([approve(['admin'])]);
      const { StepExecutions } = await running.reach(id, 'Waiting');
      const mine = StepExecutions?.[0]?.StepExecutionId ?? '';
      const other = await running.run([approve(['admin'])]);
      await running.reach(other, 'Waiting');

      await expect(signal(other, type, { StepExecutionId: [mine] })).rejects.toMatchObject({
        name: 'AutomationStepNotFoundException',
        message: `Automation execution ${other} has no step ${mine}.`,
      });
      await signal(id, type, { StepExecutionId: [mine], StepName: ['approval'] });

      await running.reach(id, type === 'Approve' ? 'Success' : 'Failed');
      await running.reach(other, 'Waiting');
    },
  );

  it('keeps a comment whole that the AWS CLI split at its commas', async () => {
    const id = await running.run([approve(['admin'])]);
    await running.reach(id, 'Waiting');

    await signal(id, 'Reject', { Comment: ['no', ' not today'] });

    expect((await running.reach(id, 'Failed')).FailureMessage).toMatch(/user\/admin: no, not today\. Please/);
  });

  it.each<SignalType>(['Approve', 'Reject', 'Resume'])('refuses %s after the end', async (type) => {
    const id = await running.run([set('a')], variables);
    await running.reach(id, 'Success');

    await expect(signal(id, type)).rejects.toMatchObject({
      ...invalid,
      message: `Signal ${type} cannot be sent to automation execution ${id}: it is already Success.`,
    });
  });

  it('refuses a signal while the execution is cancelling, on its cancel path too', async () => {
    const id = await running.run([{ ...nap, onCancel: 'step:undo' }, script('undo'), pause('last')]);
    await running.settled();
    await running.client.send(new StopAutomationExecutionCommand({ AutomationExecutionId: id }));
    await running.reach(id, 'Cancelling');
    await running.settled();

    await expect(signal(id, 'Resume')).rejects.toMatchObject({
      ...invalid,
      message: `Signal Resume cannot be sent to automation execution ${id}: it is being cancelled.`,
    });

    await running.reach(id, 'Cancelling');
  });

  it('refuses who is not an approver', async () => {
    const mallory = await clientOf('mallory');
    const id = await running.run([approve(['admin'])]);
    await running.reach(id, 'Waiting');

    await expect(signal(id, 'Approve', undefined, mallory)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: `User: arn:aws:iam::000000000000:user/mallory is not authorized to perform: ssm:SendAutomationSignal on automation execution ${id} because the user is not an approver of step approval`,
    });
  });

  it('refuses an approval from the last moment on', async () => {
    const id = await running.run([{ ...approve(['admin']), timeoutSeconds: 60 }]);
    await running.reach(id, 'Waiting');
    await running.settled();

    running.clock.advance(60_000);

    await expect(signal(id, 'Approve')).rejects.toMatchObject(invalid);
    await running.reach(id, 'TimedOut');
  });
});
