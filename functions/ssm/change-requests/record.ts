import type { Runbook as RequestedRunbook } from '@aws-sdk/client-ssm';

/** How far a change request is; an execution's own statuses stay beneath it. */
export type ChangeStatus =
  | 'PendingApproval'
  | 'Approved'
  | 'Rejected'
  | 'Scheduled'
  | 'PendingChangeCalendarOverride'
  | 'ChangeCalendarOverrideApproved'
  | 'ChangeCalendarOverrideRejected'
  | 'RunbookInProgress'
  | 'CompletedWithSuccess'
  | 'CompletedWithFailure';

/** The statuses of change requests in which something is still to happen. */
export const openChangeStatuses: readonly ChangeStatus[] = [
  'PendingApproval',
  'Approved',
  'Scheduled',
  'PendingChangeCalendarOverride',
  'ChangeCalendarOverrideApproved',
  'RunbookInProgress',
];

/** What makes an execution a change request. Times are epoch milliseconds. */
export interface ChangeRequest {
  status: ChangeStatus;
  name?: string;
  details?: string;
  /** No approver is asked, but for a change while a calendar is closed. */
  isAutoApproved?: true;
  scheduledTime?: number;
  scheduledEndTime?: number;
  runbooks: RequestedRunbook[];
}

/** What a change request's status is told from: how its execution stands in the engine. */
interface Standing {
  status: string;
  change?: ChangeRequest;
}

/** The status of an execution as callers see it: a change request's own, unless the execution was cancelled or ended before its time. */
export function shownStatus<Status extends string>({
  status,
  change,
}: Standing & { status: Status }): Status | ChangeStatus {
  if (!change || status === 'Cancelling') return status;
  const isOver = status !== 'InProgress' && status !== 'Waiting';
  return isOver && openChangeStatuses.includes(change.status) ? status : change.status;
}
