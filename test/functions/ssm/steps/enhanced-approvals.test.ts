import { SendAutomationSignalCommand } from '@aws-sdk/client-ssm';
import { openRunning, type Running } from '../../../running.ts';

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const gate = (EnhancedApprovals: unknown) => [{ name: 'gate', action: 'aws:approve', inputs: { EnhancedApprovals } }];
const topic = { NotificationArn: 'arn:aws:sns:us-east-1:000000000000:Automation' };

describe('aws:approve with EnhancedApprovals', () => {
  let running: Running;
  beforeEach(async () => {
    running = await openRunning();
  });
  const approve = async (id: string, name: string, groups: string[] = []) => {
    const keys = await running.principal(name, allowAll, groups);
    return running
      .ssm(keys)
      .send(new SendAutomationSignalCommand({ AutomationExecutionId: id, SignalType: 'Approve' }));
  };

  it('waits for every user and for enough members of every group', async () => {
    const Approvers = [
      { approver: '{{ Who }}', type: 'IamUser', minRequiredApprovals: 1 },
      { approver: 'ops', type: 'IamGroup', minRequiredApprovals: '2' },
    ];
    const parameters = { Who: { type: 'String', default: 'alice' } };
    const id = await running.run(gate({ ...topic, Approvers }), { parameters });
    await running.reach(id, 'Waiting');

    await approve(id, 'alice', ['ops']);
    await running.reach(id, 'Waiting');
    await expect(approve(id, 'mallory', ['dev'])).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(approve(id, 'ops')).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await running.settled();
    await running.reach(id, 'Waiting');
    await approve(id, 'bob', ['ops']);

    const { StepExecutions } = await running.reach(id, 'Success');
    expect(StepExecutions?.[0]?.Outputs?.ApprovalStatus).toEqual(['Approved']);
  });

  it.each([
    ['is no map', 'x', 'EnhancedApprovals must be a map'],
    ['names nobody', topic, 'Approvers is required'],
    ['names no type', { Approvers: [{ approver: 'a' }] }, 'type of approver a is required'],
    [
      'names a type that is not there',
      { Approvers: [{ approver: 'a', type: 'SSOUser' }] },
      'type is SSOUser, but must be one of IamUser, IamGroup, IamRole',
    ],
    [
      'wants two approvals of one user',
      { Approvers: [{ approver: 'a', type: 'IamUser', minRequiredApprovals: 2 }] },
      'minRequiredApprovals of a is 2, but IamUser approves once',
    ],
  ])('fails where it %s', async (_what, approvals, detail) => {
    const { FailureMessage } = await running.reach(await running.run(gate(approvals)), 'Failed');
    expect(FailureMessage).toContain(detail);
  });
});
