import { adviceFor, gateOf, isMine, questionAt, shownGate, signalFor } from '../../cli/gate.ts';
import { execution, gate, step } from './execution-fixture.ts';

const admin = { arn: 'arn:aws:iam::000000000000:user/admin', name: 'admin', account: '000000000000' };

/** Whether a gate is the administrator's. */
const isOurs = (more: Parameters<typeof gate>[0]): boolean => {
  const found = gateOf(execution('Waiting', [gate(more)]));
  return found !== undefined && isMine(found, admin);
};
const opened = gateOf(execution('Waiting', [gate()]));
const pause = gateOf(execution('Waiting', [step('rest', 'Waiting', { Action: 'aws:pause', Inputs: {} })]));

describe('a gate', () => {
  it('is where an approval waits', () => {
    expect(opened).toMatchObject({
      id: 'id-gate',
      step: 'gate',
      kind: 'approve',
      message: 'Go?',
      approvers: ['alice', 'arn:aws:iam::000000000000:user/admin'],
    });
  });

  it('is not where anything else waits or runs', () => {
    expect(gateOf(execution('InProgress', [step('nap', 'InProgress')]))).toBeUndefined();
    expect(gateOf(execution('Waiting', [step('nap', 'Waiting')]))).toBeUndefined();
    expect(gateOf(execution('Success', [gate({ StepStatus: 'Success' })]))).toBeUndefined();
  });

  it.each([
    ['named by user name', '["admin"]', true],
    ['named by nothing', '["alice","arn:aws:iam::000000000000:user/bob"]', false],
    ['named by another with the same ending', '["min","arn:aws:iam::111111111111:user/admin"]', false],
    ['shown no approvers', 'oops', false],
  ])('is somebody’s or not when %s', (_how, approvers, isTheirs) => {
    expect(isOurs({ Inputs: { Approvers: approvers } })).toBe(isTheirs);
  });

  it('is no longer theirs who have decided', () => {
    const decision = '{"Approver":"arn:aws:iam::000000000000:user/admin","ApprovalStatus":"Approved"}';

    expect(isOurs({ Outputs: { ApproverDecisions: [decision] } })).toBe(false);
  });

  it('is the approver’s who watches, whoever started it, and a pause anybody’s', () => {
    const watched = gateOf(execution('Waiting', [gate()], { ExecutedBy: 'arn:aws:iam::000000000000:user/bob' }));

    expect(watched && isMine(watched, admin)).toBe(true);
    expect(watched && isMine(watched, { ...admin, arn: 'arn:aws:iam::000000000000:user/bob', name: 'bob' })).toBe(
      false,
    );
    expect(pause && isMine(pause, admin)).toBe(true);
  });

  it('has nothing for a terminal to obey, also where JSON spells it out', () => {
    const Inputs = { Approvers: '["\\u001b[2J"]', Message: '"\\u001b]0;x\\u0007"' };
    const found = shownGate(execution('Waiting', [gate({ Inputs })]));

    expect(found).toMatchObject({ message: '^[]0;x^G', approvers: ['^[[2J'] });
  });

  it.each([
    ['a', { SignalType: 'Approve' }],
    [' Yes ', { SignalType: 'Approve' }],
    ['reject', { SignalType: 'Reject' }],
    ['l', 'later'],
    ['', undefined],
    ['maybe', undefined],
  ])('understands %j', (answer, signal) => {
    expect(opened && signalFor(opened, answer)).toEqual(signal);
  });

  it('resumes a pause by its name, on a yes only', () => {
    expect(pause && signalFor(pause, 'y')).toEqual({ SignalType: 'Resume', Payload: { StepName: ['rest'] } });
    expect(pause && signalFor(pause, 'r')).toBeUndefined();
    expect(pause && questionAt(pause)).toBe('rest: resume now? [y]es, [l]ater: ');
  });

  it('tells how others pass it', () => {
    expect(opened && adviceFor(opened, 'ID')).toBe(
      'It waits for alice, arn:aws:iam::000000000000:user/admin: ' + 'quaymaster approvals approve ID',
    );
  });
});
