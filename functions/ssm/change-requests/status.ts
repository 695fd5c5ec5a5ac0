import type { ExecutionRecord, StepRecord } from '../automation-executions/record.ts';
import { isChangeWindow } from '../steps/change-window.ts';
import type { ChangeRequest, ChangeStatus } from './record.ts';

/** How far a change request is after what its steps came to; `steps` are those that started, in their order. */
function changeStatus(
  { change, status }: ExecutionRecord & { change: ChangeRequest },
  steps: readonly StepRecord[],
): ChangeStatus {
  const last = steps.at(-1);
  if (!last) return change.isAutoApproved ? 'Approved' : 'PendingApproval';
  if (last.action === 'aws:executeAutomation') return runbookStatus(status);
  if (isChangeWindow(last)) return windowStatus(last, change);
  if (verdictOf(last) === 'Rejected' && last.status === 'Failed') return 'Rejected';
  return 'PendingApproval';
}

function runbookStatus(status: ExecutionRecord['status']): ChangeStatus {
  if (status === 'Success') return 'CompletedWithSuccess';
  return status === 'Failed' || status === 'TimedOut' ? 'CompletedWithFailure' : 'RunbookInProgress';
}

function windowStatus(step: StepRecord, { scheduledTime = 0 }: ChangeRequest): ChangeStatus {
  if (step.status === 'Waiting') return 'PendingChangeCalendarOverride';
  if (step.status === 'Failed' && verdictOf(step) === 'Rejected') return 'ChangeCalendarOverrideRejected';
  if (step.status === 'Success' && verdictOf(step) === 'Approved') return 'ChangeCalendarOverrideApproved';
  return step.wakeAt !== undefined && step.wakeAt <= scheduledTime ? 'Scheduled' : 'Approved';
}

const verdictOf = ({ outputs }: StepRecord) => outputs?.ApprovalStatus;

/** The execution's record with the status of its change request as its steps stand now; undefined where that is the same, or it is none. */
export function withChangeStatus(record: ExecutionRecord, steps: readonly StepRecord[]): ExecutionRecord | undefined {
  const { change } = record;
  if (!change) return undefined;
  const status = changeStatus({ ...record, change }, steps);
  return status === change.status ? undefined : { ...record, change: { ...change, status } };
}
