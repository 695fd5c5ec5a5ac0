import { decided } from '../../../../functions/ssm/automation-executions/approval.ts';
import type { StepRecord } from '../../../../functions/ssm/automation-executions/record.ts';

const user = (name: string) => `arn:aws:iam::000000000000:user/${name}`;
const caller = (arn: string) => ({
  arn,
  name: arn.split('/').at(-1) ?? '',
  account: '000000000000',
  region: 'us-east-1',
});
const session = (role: string, name: string) => `arn:aws:sts::000000000000:assumed-role/${role}/${name}`;

const step = (Approvers: string[], MinRequiredApprovals = 1): StepRecord => ({
  sequence: 1,
  id: 'id',
  name: 'gate',
  action: 'aws:approve',
  status: 'Waiting',
  attempt: 1,
  startTime: 0,
  attemptTime: 0,
  wakeAt: 1000,
  inputs: { Approvers, MinRequiredApprovals },
});

type Signal = 'Approve' | 'Reject';

const signal = (record: StepRecord, who: string, type: Signal = 'Approve', now = 500) =>
  decided(record, { type, executionId: 'e', caller: caller(who), now });

const verdictOf = (record: StepRecord) => record.verdict?.verdict;

describe('decided', () => {
  it.each([
    ['a user by ARN', [user('alice')], user('alice')],
    ['a user by name', ['alice'], user('alice')],
    ['a role by its ARN', ['arn:aws:iam::000000000000:role/Admin'], session('Admin', 'anybody')],
    ['a role by its ARN with a path', ['arn:aws:iam::000000000000:role/teams/ops/Admin'], session('Admin', 'anybody')],
    ['a session by its ARN', [session('Admin', 'alice')], session('Admin', 'alice')],
  ])('takes %s', (_name, approvers, who) => {
    expect(verdictOf(signal(step(approvers), who))).toBe('Approved');
  });

  it.each([
    ['somebody else', [user('alice')], user('mallory')],
    [
      'another session of a role of which one session is listed',
      [session('Admin', 'alice')],
      session('Admin', 'mallory'),
    ],
    ['a session that is called like a user', ['alice'], session('Guest', 'alice')],
    ['the same role of another account', ['arn:aws:iam::111111111111:role/Admin'], session('Admin', 'alice')],
    ['a role whose name ends alike', ['arn:aws:iam::000000000000:role/Admin'], session('NotAdmin', 'alice')],
  ])('refuses %s', (_name, approvers, who) => {
    expect(() => signal(step(approvers), who)).toThrow(expect.objectContaining({ code: 'AccessDeniedException' }));
  });

  it('counts a principal once, however it is listed and however often it asks', () => {
    const once = signal(step(['alice', user('alice'), user('bob')], 2), user('alice'));
    expect(signal(once, user('alice'))).toBe(once);
    expect(once.decisions).toHaveLength(1);
    expect(verdictOf(once)).toBeUndefined();
    expect(verdictOf(signal(once, user('bob')))).toBe('Approved');
  });

  it('counts two sessions of a listed role once', () => {
    const record = step(['arn:aws:iam::000000000000:role/Admin', user('bob')], 2);
    const once = signal(record, session('Admin', 'alice'));
    expect(signal(once, session('Admin', 'carol'))).toBe(once);
  });

  it('counts a user and a role as two, for the name of a session proves nothing', () => {
    const record = step([user('alice'), 'arn:aws:iam::000000000000:role/Admin'], 2);
    expect(verdictOf(signal(signal(record, user('alice')), session('Admin', 'alice')))).toBe('Approved');
    expect(() => signal(step([user('alice')], 1), session('Admin', 'alice'))).toThrow(/is not authorized/);
  });

  it('lets nobody change a decision', () => {
    const once = signal(step([user('alice'), user('bob')], 2), user('alice'));
    expect(() => signal(once, user('alice'), 'Reject')).toThrow(
      expect.objectContaining({ code: 'InvalidAutomationSignalException' }),
    );
  });

  it('takes nothing from the last moment on', () => {
    expect(verdictOf(signal(step([user('alice')]), user('alice'), 'Approve', 999))).toBe('Approved');
    expect(() => signal(step([user('alice')]), user('alice'), 'Approve', 1000)).toThrow(/expired/);
  });

  it('keeps the comment', () => {
    const given = { type: 'Reject', executionId: 'e', caller: caller(user('alice')), now: 7, comment: 'not today' };
    const record = decided(step([user('alice')]), given);
    expect(record.decisions).toEqual([{ approver: user('alice'), status: 'Rejected', time: 7, comment: 'not today' }]);
  });

  const acts = ['alice', 'bob', 'carol'].flatMap((name) =>
    (['Approve', 'Reject'] as const).map((type) => [user(name), type] as const),
  );
  const sequences = (length: number): (typeof acts)[] =>
    length === 0 ? [[]] : sequences(length - 1).flatMap((before) => acts.map((act) => [...before, act]));

  it.each([1, 2, 3])(
    'holds its promises for every order of four signals by three approvers, %i required',
    (required) => {
      for (const sequence of sequences(4)) {
        let record = step([user('alice'), user('bob'), user('carol')], required);
        for (const [who, type] of sequence) {
          const before = record;
          record = attempt(record, who, type);
          // What is decided stays decided.
          if (before.verdict) expect(record).toBe(before);
        }
        const decisions = record.decisions ?? [];
        expect(new Set(decisions.map(({ approver }) => approver)).size).toBe(decisions.length);
        const rejections = decisions.filter(({ status }) => status === 'Rejected').length;
        expect(verdictOf(record)).toBe(rejections ? 'Rejected' : decisions.length >= required ? 'Approved' : undefined);
        expect(rejections).toBeLessThanOrEqual(1);
      }
    },
  );
});

function attempt(record: StepRecord, who: string, type: Signal): StepRecord {
  try {
    return signal(record, who, type);
  } catch (error) {
    expect(error).toMatchObject({ code: 'InvalidAutomationSignalException' });
    return record;
  }
}
