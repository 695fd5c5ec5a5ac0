import type { Caller } from '../../api/action.ts';
import { ApiError } from '../../api/error.ts';
import { approversOf, requiredApprovals } from '../steps/approve.ts';
import type { Decision, StepRecord } from './record.ts';
import { refused, type Signal } from './signal.ts';

/**
 * The record of an aws:approve step after a caller decided. Each principal counts once, the first rejection or the last required approval is final,
 * and nothing counts from the step's last moment on. The same decision again changes nothing.
 */
export function decided(step: StepRecord, signal: Signal): StepRecord {
  const { type, executionId, caller, now, comment } = signal;
  const approver = approverFor(step, caller);
  if (approver === undefined) throw notAnApprover(caller, step, executionId);
  const status = type === 'Approve' ? 'Approved' : 'Rejected';
  const before = step.decisions?.find((decision) => decision.approver === approver);
  if (before?.status === status) return step;
  if (before) throw refused(signal, `${approver} has already ${words[before.status]} step ${step.name}`);
  if (step.verdict) throw refused(signal, `step ${step.name} is already decided`);
  if (step.wakeAt !== undefined && now >= step.wakeAt) throw refused(signal, `step ${step.name} has expired`);
  const decision: Decision = { approver, status, time: now, ...(comment !== undefined && { comment }) };
  return withVerdict({ ...step, decisions: [...(step.decisions ?? []), decision] });
}

const words = { Approved: 'approved', Rejected: 'rejected' };

function withVerdict(step: StepRecord): StepRecord {
  const decisions = step.decisions ?? [];
  if (decisions.some(({ status }) => status === 'Rejected')) return { ...step, verdict: { verdict: 'Rejected' } };
  const isEnough = decisions.length >= requiredApprovals(step);
  return isEnough ? { ...step, verdict: { verdict: 'Approved' } } : step;
}

const notAnApprover = ({ arn }: Caller, { name }: StepRecord, id: string) =>
  new ApiError(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: ssm:SendAutomationSignal on automation execution ${id} because the user is not an approver of step ${name}`,
  );

/**
 * The principal a caller decides as, or undefined. Approvers are user names, user ARNs, role ARNs or assumed-role ARNs:
 * a listed role is one approver whatever its session is called, a listed session is one of its own.
 */
function approverFor(step: StepRecord, caller: Caller): string | undefined {
  const approvers = approversOf(step);
  const role = roleOf(caller);
  if (approvers.includes(caller.arn)) return caller.arn;
  if (!role) return approvers.includes(caller.name) ? caller.arn : undefined;
  return approvers.find((approver) => isRole(approver, role));
}

/** The role behind `arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION`. */
function roleOf({ arn }: Caller): { account: string; name: string } | undefined {
  const [, account = '', name = ''] = /^arn:[^:]+:sts::(\d+):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  return name ? { account, name } : undefined;
}

/** Whether a role ARN, with or without a path, is that of the role. */
function isRole(approver: string, { account, name }: { account: string; name: string }): boolean {
  const [, of, path = ''] = /^arn:[^:]+:iam::(\d+):role\/(.+)$/.exec(approver) ?? [];
  return of === account && path.split('/').at(-1) === name;
}
