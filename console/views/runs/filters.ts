import type { AutomationExecutionFilter } from '@aws-sdk/client-ssm';

/** What the list of runs shows: in words for people, and the statuses that are meant. */
export const groups: { name: string; key: string; statuses: string[] }[] = [
  { name: 'All', key: '', statuses: [] },
  { name: 'Running', key: 'running', statuses: ['Pending', 'InProgress', 'Cancelling'] },
  { name: 'Waiting', key: 'waiting', statuses: ['Waiting', 'PendingApproval'] },
  { name: 'Failed', key: 'failed', statuses: ['Failed', 'TimedOut'] },
  { name: 'Succeeded', key: 'succeeded', statuses: ['Success'] },
  { name: 'Cancelled', key: 'cancelled', statuses: ['Cancelled'] },
];

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The filters of DescribeAutomationExecutions for a group of statuses and what was typed: an id, or how a runbook's name begins. */
export function filtersOf({ group, text, parent }: Asked): AutomationExecutionFilter[] {
  const filters: AutomationExecutionFilter[] = [];
  const statuses = groups.find(({ key }) => key === group)?.statuses ?? [];
  if (statuses.length) filters.push({ Key: 'ExecutionStatus', Values: statuses });
  if (parent) filters.push({ Key: 'ParentExecutionId', Values: [parent] });
  const typed = text.trim();
  if (typed) filters.push({ Key: uuid.test(typed) ? 'ExecutionId' : 'DocumentNamePrefix', Values: [typed] });
  return filters;
}

/** What somebody asked the list for; `parent` is the run whose children are meant. */
export interface Asked {
  group: string;
  text: string;
  parent: string;
}
