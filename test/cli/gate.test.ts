import { adviceFor, gateOf, questionAt, signalFor } from '../../cli/gate.ts';
import { execution, gate, step } from './execution-fixture.ts';

const opened = gateOf(execution('Waiting', [gate()]));
const pause = gateOf(execution('Waiting', [step('rest', 'Waiting', { Action: 'aws:pause', Inputs: {} })]));

describe('a gate', () => {
  it('is where an approval waits', () => {
    expect(opened).toEqual({
      id: 'id-gate',
      step: 'gate',
      kind: 'approve',
      message: 'Go?',
      approvers: ['alice', 'arn:aws:iam::000000000000:user/admin'],
      isMine: true,
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
  ])('is the starter’s or not when %s', (_how, approvers, isMine) => {
    expect(gateOf(execution('Waiting', [gate({ Inputs: { Approvers: approvers } })]))?.isMine).toBe(isMine);
  });

  it('is no longer theirs who have decided', () => {
    const decision = '{"Approver":"arn:aws:iam::000000000000:user/admin","ApprovalStatus":"Approved"}';

    expect(gateOf(execution('Waiting', [gate({ Outputs: { ApproverDecisions: [decision] } })]))?.isMine).toBe(false);
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
