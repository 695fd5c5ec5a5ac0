import type { AutomationExecutionMetadata, AutomationExecutionStatus } from '@aws-sdk/client-ssm';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import { type Arguments, type Body, textOption, UsageError } from '../command.ts';
import { tell } from '../output.ts';
import { pagesFrom } from '../pages.ts';
import { durationOf } from '../progress.ts';
import { type Column, moment, sheet, statusColour, tableOf } from '../table.ts';

/** A row of DescribeAutomationExecutions as it is on the wire: times in epoch seconds. */
export type Listed = Omit<AutomationExecutionMetadata, 'ExecutionStartTime' | 'ExecutionEndTime'> & {
  ExecutionStartTime?: number;
  ExecutionEndTime?: number;
};

/** The executions that fit all filters, each with its alternatives, the newest first. */
export function executions(call: Call, filters: Record<string, string[]>, limit: number): Promise<Listed[]> {
  const Filters = Object.entries(filters).map(([Key, Values]) => ({ Key, Values }));
  const input = { MaxResults: 50, ...(Filters.length && { Filters }) };
  const listing = { member: 'AutomationExecutionMetadataList', input, limit };
  return pagesFrom<Listed>(call, 'AmazonSSM.DescribeAutomationExecutions', listing);
}

const columns: Column<Listed>[] = [
  ['EXECUTION', ({ AutomationExecutionId }) => AutomationExecutionId],
  ['STATUS', ({ AutomationExecutionStatus }) => AutomationExecutionStatus, statusColour],
  ['DOCUMENT', ({ DocumentName }) => DocumentName],
  ['STARTED', ({ ExecutionStartTime }) => moment(ExecutionStartTime)],
  ['TOOK', durationOf],
  ['BY', ({ ExecutedBy }) => lastPart(ExecutedBy)],
  ['STEP', ({ CurrentStepName }) => CurrentStepName],
];

/** `alice` of `arn:aws:iam::000000000000:user/alice`. */
export const lastPart = (arn = ''): string => arn.split('/').at(-1) ?? '';

/** All there are: one that is missing or wrong does not compile. */
const statuses: Record<AutomationExecutionStatus, true> = {
  Pending: true,
  InProgress: true,
  Waiting: true,
  Success: true,
  TimedOut: true,
  Cancelling: true,
  Cancelled: true,
  Failed: true,
  PendingApproval: true,
  Approved: true,
  Rejected: true,
  Scheduled: true,
  RunbookInProgress: true,
  PendingChangeCalendarOverride: true,
  ChangeCalendarOverrideApproved: true,
  ChangeCalendarOverrideRejected: true,
  CompletedWithSuccess: true,
  CompletedWithFailure: true,
  Exited: true,
};

/** SSM finds nothing for a status that is none, and so would whoever misspelt it. */
function statusesOf(text: string): string[] {
  const wanted = text.split(',');
  const odd = wanted.find((one) => !Object.hasOwn(statuses, one));
  if (odd === undefined) return wanted;
  throw new UsageError(`--status ${odd} is none of ${Object.keys(statuses).join(', ')}`);
}

/** quaymaster executions list: what runs and what ran. */
export const listExecutions: Body = async (given) => {
  const status = textOption(given, 'status');
  const document = textOption(given, 'document');
  const filters = {
    ...(status && { ExecutionStatus: statusesOf(status) }),
    ...(document && { DocumentNamePrefix: [document] }),
  };
  const limit = limitOf(given);
  const found = await calling(given, ({ call }) => executions(call, filters, limit));
  const answer = { value: found, lines: (rows: Listed[]) => tableOf(rows, columns, sheet()) };
  return tell(given, answer, 'There is none. To start one: quaymaster run FILE');
};

/** How many rows at most. Throws UsageError. */
export function limitOf(given: Arguments): number {
  const text = textOption(given, 'limit') ?? '';
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--limit ${text} is not a whole number from 1`);
  return Number(text);
}
