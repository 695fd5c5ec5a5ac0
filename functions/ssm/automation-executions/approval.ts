import type { Caller } from '../../api/action.ts';
import { ApiError } from '../../api/error.ts';
import { requiredApprovals } from '../steps/approve.ts';
import { isEnhanced } from '../steps/enhanced-approvals.ts';
import { approverFor, areSeatsTaken, seatsOf } from './approver.ts';
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
  const decision: Decision = {
    approver,
    status,
    time: now,
    ...(comment !== undefined && { comment }),
    ...seatsOf(step, caller),
  };
  return withVerdict({ ...step, decisions: [...(step.decisions ?? []), decision] });
}

const words = { Approved: 'approved', Rejected: 'rejected' };

function withVerdict(step: StepRecord): StepRecord {
  const decisions = step.decisions ?? [];
  if (decisions.some(({ status }) => status === 'Rejected')) return { ...step, verdict: { verdict: 'Rejected' } };
  const isEnough = isEnhanced(step.inputs) ? areSeatsTaken(step) : decisions.length >= requiredApprovals(step);
  return isEnough ? { ...step, verdict: { verdict: 'Approved' } } : step;
}

const notAnApprover = ({ arn }: Caller, { name }: StepRecord, id: string) =>
  new ApiError(
    'AccessDeniedException',
    `User: ${arn} is not authorized to perform: ssm:SendAutomationSignal on automation execution ${id} because the user is not an approver of step ${name}`,
  );
