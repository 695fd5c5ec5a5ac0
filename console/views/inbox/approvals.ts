import type { AutomationExecution, StepExecution } from '@aws-sdk/client-ssm';

/** A moment: a Date as the SDK makes it, epoch seconds as they are on the wire. */
type Moment = Date | number;
/** A step as GetAutomationExecution shows it, whoever read the answer. */
type Shown<Member extends string, All> = Pick<All, Extract<Member, keyof All>> & {
  ExecutionStartTime?: Moment | undefined;
};
type Step = Shown<
  'Action' | 'StepStatus' | 'StepName' | 'StepExecutionId' | 'TimeoutSeconds' | 'Inputs' | 'Outputs',
  StepExecution
>;
type Execution = Shown<'AutomationExecutionId' | 'DocumentName' | 'ExecutedBy' | 'Parameters', AutomationExecution> & {
  StepExecutions?: Step[] | undefined;
};

/** What an approver said. */
export interface Decision {
  approver: string;
  status: 'Approved' | 'Rejected';
  time: Date | undefined;
  comment: string;
}

/** A step that waits for people, with the run it belongs to. */
export interface Approval {
  execution: string;
  runbook: string;
  executedBy: string;
  started: Date | undefined;
  parameters: Record<string, string[]>;
  step: string;
  stepId: string;
  message: string;
  /** User names, ARNs of users and roles, names of groups. */
  approvers: string[];
  /** The same as seats of a change template, where it has some: what each approver is. */
  seats: Seat[];
  required: number;
  decisions: Decision[];
  /** When it is over, in epoch milliseconds. */
  until: number;
}

/** One line of the approvers of a change template. */
interface Seat {
  approver: string;
  type: string;
}

/** Who asks, as the server tells. */
export interface Person {
  arn: string;
  name: string;
  account: string;
  groups?: string[];
}

/** SSM gives an approval a week unless the step says otherwise. */
const defaultTimeout = 604_800;

/** The approval a run waits for, undefined where it waits for none. */
export function approvalOf(execution: Execution): Approval | undefined {
  const { StepExecutions: steps = [], DocumentName: runbook = '', ExecutedBy: executedBy = '' } = execution;
  const step = steps.findLast(({ Action, StepStatus }) => Action === 'aws:approve' && StepStatus === 'Waiting');
  if (!step) return undefined;
  const { Inputs = {}, ExecutionStartTime, TimeoutSeconds = defaultTimeout } = step;
  return {
    execution: execution.AutomationExecutionId ?? '',
    runbook,
    executedBy,
    started: dateOf(execution.ExecutionStartTime),
    parameters: execution.Parameters ?? {},
    step: step.StepName ?? '',
    stepId: step.StepExecutionId ?? '',
    message: messageOf(step),
    ...seatsOf(Inputs),
    decisions: decisionsOf(step),
    until: (dateOf(ExecutionStartTime)?.getTime() ?? 0) + TimeoutSeconds * 1000,
  };
}

const dateOf = (time: Moment | undefined): Date | undefined =>
  typeof time === 'number' ? new Date(time * 1000) : time;

function read(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null') as unknown;
  } catch {
    return text;
  }
}

/** What a step that waits says to people. */
export function messageOf({ Inputs = {} }: Pick<StepExecution, 'Inputs'>): string {
  const value = read(Inputs['Message']);
  return typeof value === 'string' ? value : '';
}

/** Who may decide, and how many must, as a step or as a change template says it. */
function seatsOf({ Approvers, MinRequiredApprovals, EnhancedApprovals }: Record<string, string>) {
  const enhanced = read(EnhancedApprovals) as {
    Approvers?: { approver?: string; type?: string; minRequiredApprovals?: number }[];
  } | null;
  const lines = enhanced?.Approvers;
  if (Array.isArray(lines)) {
    const seats = lines.flatMap(({ approver, type = '' }) =>
      typeof approver === 'string' ? [{ approver, type }] : [],
    );
    return {
      approvers: seats.map(({ approver }) => approver),
      seats,
      required: lines.reduce((sum, { minRequiredApprovals = 1 }) => sum + Number(minRequiredApprovals), 0),
    };
  }
  const approvers = read(Approvers);
  return {
    approvers: Array.isArray(approvers) ? approvers.filter((one) => typeof one === 'string') : [],
    seats: [],
    required: Number(read(MinRequiredApprovals) ?? 1),
  };
}

/** Who has said what of a step. */
export function decisionsOf({ Outputs = {} }: Pick<StepExecution, 'Outputs'>): Decision[] {
  return (Outputs['ApproverDecisions'] ?? []).flatMap((text) => {
    const decision = read(text) as Record<string, string> | null;
    if (typeof decision !== 'object' || decision === null) return [];
    const { Approver = '', ApprovalStatus, ApprovalDecisionTime, Comment = '' } = decision;
    const time = ApprovalDecisionTime ? new Date(ApprovalDecisionTime) : undefined;
    return [
      { approver: Approver, status: ApprovalStatus === 'Rejected' ? 'Rejected' : 'Approved', time, comment: Comment },
    ];
  });
}

/** What a person has said already. */
export const decisionBy = ({ decisions }: Approval, person: Person): Decision | undefined =>
  decisions.find(({ approver }) => approver === person.arn || isRoleOf(approver, person));

/** Whether a step waits for this person; the server has the last word (functions/ssm/automation-executions/approver.ts). */
export function isFor(approval: Approval, person: Person): boolean {
  if (decisionBy(approval, person)) return false;
  const { seats, approvers } = approval;
  return seats.length ? seats.some((seat) => isSeatOf(seat, person)) : approvers.some((one) => isCalled(one, person));
}

const isSeatOf = ({ approver, type }: Seat, person: Person): boolean => {
  if (type === 'IamGroup') return (person.groups ?? []).some((group) => isGroup(approver, group, person));
  if (type === 'IamRole') return isRoleOf(roleArn(approver, person), person);
  return roleIn(person.arn) === undefined && isCalled(approver, person);
};

/** A user by name or ARN, a session by its ARN, a role by its ARN for each of its sessions. */
const isCalled = (approver: string, person: Person): boolean =>
  approver === person.arn || (roleIn(person.arn) ? isRoleOf(approver, person) : approver === person.name);

/** A group by its name, or by its ARN with or without a path. */
function isGroup(approver: string, group: string, { account }: Person): boolean {
  const [, of, path = ''] = /^arn:[^:]+:iam::(\d+):group\/(.+)$/.exec(approver) ?? [];
  return of === undefined ? approver === group : of === account && path.split('/').at(-1) === group;
}

const roleArn = (role: string, { account }: Person): string =>
  role.startsWith('arn:') ? role : `arn:aws:iam::${account}:role/${role}`;

/** Account and name of the role behind `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
function roleIn(arn: string): { account: string; name: string } | undefined {
  const [, account = '', name = ''] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return name ? { account, name } : undefined;
}

/** Whether a role's ARN, with or without a path, is that of the role that this person took. */
function isRoleOf(approver: string, { arn }: Person): boolean {
  const [, account, path = ''] = /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(approver) ?? [];
  const role = roleIn(arn);
  return role !== undefined && account === role.account && path.split('/').at(-1) === role.name;
}
