import type { Json, JsonObject } from '../../ports/json.ts';
import type { StepRecord } from '../automation-executions/record.ts';
import { isEnhanced, seatsIn } from './enhanced-approvals.ts';
import { InvalidInput } from './inputs.ts';
import { actionFailed, invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

const defaultTimeout = 604_800_000;
const longestTimeout = 2_592_000_000;
const mostApprovers = 10;

/** The approvers an aws:approve step names: user names, user, role or assumed-role ARNs. */
export const approversOf = ({ inputs }: StepRecord): string[] => stringsOf(inputs.Approvers);

const stringsOf = (value: Json | undefined): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

/** How many of them must approve. */
export const requiredApprovals = ({ inputs }: StepRecord): number =>
  isEnhanced(inputs)
    ? seatsIn(inputs).reduce((sum, { required }) => sum + required, 0)
    : Number(inputs.MinRequiredApprovals ?? 1);

/** aws:approve: waits until enough of the named principals approved, one rejected, or its time is over. */
export const approve = {
  isPure: true,

  async begin({ record, now, deadline }: StepContext): Promise<Outcome> {
    const problem = problemOf(record);
    if (problem) return invalidInput(problem);
    const limit = Math.min(deadline ?? record.attemptTime + defaultTimeout, record.attemptTime + longestTimeout);
    return limit <= now ? expired(record) : { outcome: 'waits', status: 'Waiting', wakeAt: limit };
  },

  async resume({ record, now }: StepContext): Promise<Outcome> {
    const decided = approvalOutcome(record);
    if (decided) return decided;
    const outputs = outputsOf(record);
    const wakeAt = record.wakeAt ?? now;
    return wakeAt <= now ? { ...expired(record), outputs } : { outcome: 'waits', status: 'Waiting', wakeAt };
  },
} satisfies StepAction;

/** What the approvers' decisions make of a step; undefined while they are not enough. */
export function approvalOutcome(record: StepRecord): Outcome | undefined {
  const outputs = outputsOf(record);
  if (record.verdict?.verdict === 'Approved') return { outcome: 'success', outputs };
  return record.verdict?.verdict === 'Rejected' ? { ...rejected(record), outputs } : undefined;
}

function problemOf(record: StepRecord): string | undefined {
  if (isEnhanced(record.inputs)) return seatProblem(record.inputs);
  const approvers = approversOf(record);
  const required = requiredApprovals(record);
  if (!approvers.length) return 'Approvers must name at least one approver';
  if (approvers.length > mostApprovers) return `Approvers names ${approvers.length} approvers, at most 10 are allowed`;
  if (!Number.isInteger(required) || required < 1) return 'MinRequiredApprovals must be a whole number from 1';
  const distinct = new Set(approvers).size;
  if (required > distinct) return `MinRequiredApprovals is ${required}, but only ${distinct} approvers are named`;
  return undefined;
}

function seatProblem(inputs: JsonObject): string | undefined {
  try {
    seatsIn(inputs);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidInput) return error.message;
    throw error;
  }
}

function rejected(record: StepRecord): Outcome & { outcome: 'failed' } {
  const { approver, comment } = record.decisions?.find(({ status }) => status === 'Rejected') ?? {
    approver: 'an approver',
  };
  const words = comment ? `: ${comment}` : '';
  return actionFailed(
    'Poll action status for completion',
    `Approval was rejected by ${approver}${words}`,
  ) as Outcome & {
    outcome: 'failed';
  };
}

const expired = (record: StepRecord): Outcome & { outcome: 'timedOut' } => ({
  outcome: 'timedOut',
  detail: `${record.decisions?.length ?? 0} of ${requiredApprovals(record)} required approvals were given in time`,
});

/** ApprovalStatus and ApproverDecisions as GetAutomationExecution shows them, also while the step waits. */
export function outputsOf(record: StepRecord): JsonObject {
  const verdict = record.verdict?.verdict;
  const decisions = record.decisions ?? [];
  return {
    ApprovalStatus: verdict === 'Approved' || verdict === 'Rejected' ? verdict : 'Waiting',
    ApproverDecisions: decisions.map(({ approver, status, time, comment }) => ({
      Approver: approver,
      ApprovalStatus: status,
      ApprovalDecisionTime: new Date(time).toISOString(),
      ...(comment !== undefined && { Comment: comment }),
    })),
  };
}
