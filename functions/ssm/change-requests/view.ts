import type { ExecutionRecord } from '../automation-executions/record.ts';

/** How both views of an execution tell that it is a change request. */
export const changeView = ({ change }: ExecutionRecord) =>
  change && {
    AutomationSubtype: 'ChangeRequest' as const,
    Runbooks: change.runbooks,
    ...(change.name !== undefined && { ChangeRequestName: change.name }),
    ...(change.scheduledTime !== undefined && { ScheduledTime: new Date(change.scheduledTime) }),
  };
