import { approvalOf, decisionBy, isFor } from '../../../console/views/inbox/approvals.ts';

const step = {
  StepName: 'gate',
  StepExecutionId: 'id',
  Action: 'aws:approve',
  StepStatus: 'Waiting' as const,
  ExecutionStartTime: new Date(1000),
  TimeoutSeconds: 60,
  Inputs: { Approvers: '["alice","arn:aws:iam::1:role/ops"]', MinRequiredApprovals: '2', Message: '"Go?"' },
  Outputs: {
    ApproverDecisions: [
      '{"Approver":"arn:aws:iam::1:user/alice","ApprovalStatus":"Approved","ApprovalDecisionTime":"2026-01-01T00:00:00Z","Comment":"a\\u0026b"}',
    ],
  },
};
const of = (more: object = {}) =>
  approvalOf({ AutomationExecutionId: 'run', DocumentName: 'Release', StepExecutions: [{ ...step, ...more }] });

describe('the approval a run waits for', () => {
  it('is read from its step', () => {
    expect(of()).toMatchObject({
      execution: 'run',
      step: 'gate',
      message: 'Go?',
      approvers: ['alice', 'arn:aws:iam::1:role/ops'],
      required: 2,
      decisions: [{ approver: 'arn:aws:iam::1:user/alice', status: 'Approved', comment: 'a&b' }],
      until: 61_000,
    });
  });

  it('has a week unless told, and one approver', () => {
    expect(of({ TimeoutSeconds: undefined, Inputs: { Approvers: '["bob"]' } })).toMatchObject({
      required: 1,
      until: 604_801_000,
    });
  });

  it('adds up the seats of a change template', () => {
    const EnhancedApprovals =
      '{"Approvers":[{"approver":"ops","type":"IamGroup","minRequiredApprovals":2},{"approver":"bob","type":"IamUser"}]}';

    expect(of({ Inputs: { EnhancedApprovals } })).toMatchObject({ approvers: ['ops', 'bob'], required: 3 });
  });

  it('is none where nothing waits for people', () => {
    expect(of({ StepStatus: 'Success' })).toBeUndefined();
    expect(of({ Action: 'aws:pause' })).toBeUndefined();
    expect(approvalOf({})).toBeUndefined();
  });

  it('does not fall over inputs that are something else', () => {
    expect(
      of({
        Inputs: { Approvers: '{', Message: '[1]', EnhancedApprovals: '3' },
        Outputs: { ApproverDecisions: ['x', '3'] },
      }),
    ).toMatchObject({
      approvers: [],
      message: '',
      decisions: [],
    });
  });
});

describe('whom an approval waits for', () => {
  const alice = { arn: 'arn:aws:iam::1:user/alice', name: 'alice', account: '1' };
  const ada = { arn: 'arn:aws:sts::1:assumed-role/ops/ada', name: 'ops/ada', account: '1' };
  const enhanced = (line: string) => of({ Inputs: { EnhancedApprovals: `{"Approvers":[${line}]}` }, Outputs: {} });
  const isTheirs = (line: string, person: Parameters<typeof isFor>[1]) => {
    const approval = enhanced(line);
    return approval !== undefined && isFor(approval, person);
  };

  it('knows people by their names, ARNs, roles and groups, and who has decided', () => {
    const approval = of();
    if (!approval) throw new Error('none');

    expect(decisionBy(approval, alice)?.status).toBe('Approved');
    expect(isFor(approval, alice)).toBe(false);
    expect(isFor({ ...approval, decisions: [] }, alice)).toBe(true);
    expect(isFor(approval, ada)).toBe(true);
    expect(isFor(approval, { ...ada, arn: 'arn:aws:sts::2:assumed-role/ops/ada' })).toBe(false);
    expect(isFor({ ...approval, approvers: ['arn:aws:iam::1:role/team/ops'] }, ada)).toBe(true);
    expect(isFor(approval, { ...alice, arn: 'arn:aws:iam::1:user/carol', name: 'carol' })).toBe(false);
  });

  it('knows the seats of a change template by what they are', () => {
    const inTeam = { ...alice, groups: ['team'] };

    expect(isTheirs('{"approver":"team","type":"IamGroup"}', inTeam)).toBe(true);
    expect(isTheirs('{"approver":"arn:aws:iam::1:group/path/team","type":"IamGroup"}', inTeam)).toBe(true);
    expect(isTheirs('{"approver":"arn:aws:iam::2:group/team","type":"IamGroup"}', inTeam)).toBe(false);
    expect(isTheirs('{"approver":"team","type":"IamUser"}', inTeam)).toBe(false);
    expect(isTheirs('{"approver":"alice","type":"IamUser"}', alice)).toBe(true);
    expect(isTheirs('{"approver":"ops","type":"IamRole"}', ada)).toBe(true);
    expect(isTheirs('{"approver":"ops/ada","type":"IamUser"}', ada)).toBe(false);
  });
});
