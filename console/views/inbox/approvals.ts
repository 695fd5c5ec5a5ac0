import type { AutomationExecution, StepExecution } from '@aws-sdk/client-ssm';

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
  required: number;
  decisions: Decision[];
  /** When it is over, in epoch milliseconds. */
  until: number;
}

/** Who asks. */
interface Person {
  arn: string;
  name: string;
  groups?: string[];
}

/** SSM gives an approval a week unless the step says otherwise. */
const defaultTimeout = 604_800;

/** The approval a run waits for, undefined where it waits for none. */
export function approvalOf(execution: AutomationExecution): Approval | undefined {
  const { StepExecutions: steps = [], DocumentName: runbook = '', ExecutedBy: executedBy = '' } = execution;
  const step = steps.findLast(({ Action, StepStatus }) => Action === 'aws:approve' && StepStatus === 'Waiting');
  if (!step) return undefined;
  const { Inputs = {}, ExecutionStartTime, TimeoutSeconds = defaultTimeout } = step;
  return {
    execution: execution.AutomationExecutionId ?? '',
    runbook,
    executedBy,
    started: execution.ExecutionStartTime,
    parameters: execution.Parameters ?? {},
    step: step.StepName ?? '',
    stepId: step.StepExecutionId ?? '',
    message: textIn(Inputs['Message']),
    ...seatsOf(Inputs),
    decisions: decisionsOf(step),
    until: (ExecutionStartTime?.getTime() ?? 0) + TimeoutSeconds * 1000,
  };
}

function read(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null') as unknown;
  } catch {
    return text;
  }
}

function textIn(input: string | undefined): string {
  const value = read(input);
  return typeof value === 'string' ? value : '';
}

/** Who may decide, and how many must, as a step or as a change template says it. */
function seatsOf({ Approvers, MinRequiredApprovals, EnhancedApprovals }: Record<string, string>) {
  const enhanced = read(EnhancedApprovals) as {
    Approvers?: { approver?: string; minRequiredApprovals?: number }[];
  } | null;
  const seats = enhanced?.Approvers;
  if (Array.isArray(seats))
    return {
      approvers: seats.flatMap(({ approver }) => (typeof approver === 'string' ? [approver] : [])),
      required: seats.reduce((sum, { minRequiredApprovals = 1 }) => sum + Number(minRequiredApprovals), 0),
    };
  const approvers = read(Approvers);
  return {
    approvers: Array.isArray(approvers) ? approvers.filter((one) => typeof one === 'string') : [],
    required: Number(read(MinRequiredApprovals) ?? 1),
  };
}

/** Who has said what of a step. */
export function decisionsOf({ Outputs = {} }: StepExecution): Decision[] {
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
  decisions.find(({ approver }) => namesOf(person).includes(approver));

/** Whether a step waits for this person; the server has the last word. */
export const isFor = (approval: Approval, person: Person): boolean =>
  !decisionBy(approval, person) && approval.approvers.some((approver) => namesOf(person).includes(approver));

/** All that an approver may be called who is this person: a role counts for each of its sessions. */
function namesOf({ arn, name, groups = [] }: Person): string[] {
  const [, account, role] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  const asRole = role ? [`arn:aws:iam::${account}:role/${role}`, role] : [name];
  return [arn, ...asRole, ...groups];
}
