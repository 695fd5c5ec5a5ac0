import { approverFor, areSeatsTaken, seatsOf } from '../../../../functions/ssm/automation-executions/approver.ts';
import type { StepRecord } from '../../../../functions/ssm/automation-executions/record.ts';

const user = (name: string, groups: string[] = []) => ({
  arn: `arn:aws:iam::000000000000:user/${name}`,
  name,
  account: '000000000000',
  region: 'us-east-1',
  groups,
});
const session = (role: string, name: string) => ({
  ...user(name),
  arn: `arn:aws:sts::000000000000:assumed-role/${role}/${name}`,
});
const seat = (type: string, approver: string, minRequiredApprovals?: number) => ({
  approver,
  type,
  ...(minRequiredApprovals !== undefined && { minRequiredApprovals }),
});
const step = (...Approvers: object[]): StepRecord => ({
  sequence: 1,
  id: 'id',
  name: 'gate',
  action: 'aws:approve',
  status: 'Waiting',
  attempt: 1,
  startTime: 0,
  attemptTime: 0,
  inputs: { EnhancedApprovals: { Approvers } } as unknown as StepRecord['inputs'],
});

describe('the approvers of a change template', () => {
  it.each([
    ['a user by name', seat('IamUser', 'alice'), user('alice'), user('alice').arn],
    ['a user by ARN', seat('IamUser', user('alice').arn), user('alice'), user('alice').arn],
    ['a member of a group', seat('IamGroup', 'ops'), user('alice', ['ops']), user('alice').arn],
    [
      'a member of a group by ARN',
      seat('IamGroup', 'arn:aws:iam::000000000000:group/teams/ops'),
      user('alice', ['dev', 'ops']),
      user('alice').arn,
    ],
    [
      'any session of a role by name',
      seat('IamRole', 'Admin'),
      session('Admin', 'alice'),
      'arn:aws:iam::000000000000:role/Admin',
    ],
  ])('are %s', (_who, approver, caller, as) => {
    expect(approverFor(step(approver), caller)).toBe(as);
    expect(seatsOf(step(approver), caller)).toEqual({ seats: [0] });
  });

  it.each([
    ['another user', seat('IamUser', 'alice'), user('mallory')],
    ['a session that is called like a user', seat('IamUser', 'alice'), session('Guest', 'alice')],
    ['a user that is called like a group', seat('IamGroup', 'ops'), user('ops')],
    ['a user that is called like a role', seat('IamRole', 'Admin'), user('Admin')],
    [
      'a session of a role that is named as a user',
      seat('IamUser', 'arn:aws:iam::000000000000:role/Admin'),
      session('Admin', 'a'),
    ],
    [
      'a member of a group of another account',
      seat('IamGroup', 'arn:aws:iam::111111111111:group/ops'),
      user('a', ['ops']),
    ],
  ])('are not %s', (_who, approver, caller) => {
    expect(approverFor(step(approver), caller)).toBeUndefined();
    expect(seatsOf(step(approver), caller)).toEqual({ seats: [] });
  });

  it('must each have given what is asked of them, and one approval counts for every line its giver stands in', () => {
    const gate = step(seat('IamUser', 'alice'), seat('IamGroup', 'ops', 2));
    const approvedBy = (...seats: number[][]) =>
      seats.map((taken, at) => ({ approver: String(at), status: 'Approved' as const, time: 0, seats: taken }));
    expect(areSeatsTaken({ ...gate, decisions: approvedBy([0, 1]) })).toBe(false);
    expect(areSeatsTaken({ ...gate, decisions: approvedBy([1], [1]) })).toBe(false);
    expect(areSeatsTaken({ ...gate, decisions: approvedBy([0, 1], [1]) })).toBe(true);
  });
});
