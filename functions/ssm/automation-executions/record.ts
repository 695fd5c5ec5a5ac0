import { hash } from 'node:crypto';
import type { AlarmConfiguration, AlarmStateInformation } from '@aws-sdk/client-ssm';
import type { Json, JsonObject } from '../../ports/json.ts';
import { type ChangeRequest, shownStatus } from '../change-requests/record.ts';
import type { Item, Key, Stored } from '../../ports/store.ts';
import type { RateControl } from '../rate-control/record.ts';

/** The statuses in which nothing happens any more. */
export const finished = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled', 'Exited']);

export type ExecutionStatus =
  'Pending' | 'InProgress' | 'Waiting' | 'Cancelling' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelled';
export type StepStatus =
  'InProgress' | 'Waiting' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelling' | 'Cancelled' | 'Exited';

/** One automation execution as stored: what was asked, by whom, and how it stands. Times are epoch milliseconds. */
export interface ExecutionRecord {
  id: string;
  documentName: string;
  documentVersion: string;
  /** Names the runbook's text for good, whatever becomes of the document (see runbook-snapshot.ts). */
  runbook: string;
  status: ExecutionStatus;
  startTime: number;
  endTime?: number;
  /** The place among all executions of a region, newest last: 16 digits of epoch microseconds. */
  order: string;
  executedBy: string;
  account: string;
  region: string;
  /** As the caller gave them, with defaults filled in. */
  parameters: Record<string, string[]>;
  /** The same with the types the runbook declares. */
  values: JsonObject;
  tags?: { Key: string; Value: string }[];
  outputs?: Record<string, string[]>;
  failureMessage?: string;
  /** There where each step waits to be started by somebody. */
  mode?: 'Interactive';
  /** In Interactive mode: what somebody asked for and the run has not done yet. */
  asked?: Asked;
  /** Where the number of executions is limited: whether this one has its place among them, or waits for one. */
  slot?: 'held' | 'queued';
  /** When somebody asked to cancel. */
  stopTime?: number;
  /** The CloudWatch alarm that stops the run when it rings. */
  alarmConfiguration?: AlarmConfiguration;
  /** The alarm that stopped it. */
  triggeredAlarms?: AlarmStateInformation[];
  /** There where the execution is a change request. */
  change?: ChangeRequest;
  /** The attempt of an aws:executeAutomation step that waits for this execution. */
  parent?: Attempt;
  /** How many executions stand above this one. */
  depth?: number;
  /** There where the runbook runs once per target, each time as an execution below this one. */
  rateControl?: RateControl;
  /** Of which target of the execution above this one is. */
  target?: { name: string; sequence: number };
}

/** What people ask of a run in Interactive mode; `sequence` is that of the step in flight, the outermost one where it is in a loop. */
export type Asked =
  | { ask: 'StartStep'; step: string; parameters?: Record<string, string[]> }
  | { ask: 'StopStep'; sequence: number }
  | { ask: 'Complete' };

/** Where a step of an aws:loop belongs: the loop's record and the turn of the loop, from 1. */
export interface ParentStep {
  sequence: number;
  id: string;
  name: string;
  iteration: number;
  iteratorValue?: Json;
}

/** What an approver said, once per principal. */
export interface Decision {
  approver: string;
  status: 'Approved' | 'Rejected';
  time: number;
  comment?: string;
  /** The lines of EnhancedApprovals that it counts for, by their places. */
  seats?: number[];
}

/** One attempt of one step; `attemptName` also names what the attempt started elsewhere. */
export interface Attempt {
  executionId: string;
  stepId: string;
  attempt: number;
}

/** What ended a wait: written by a signal, a script's or a child's end, read by the run when it goes on. */
export type Verdict =
  | { verdict: 'Approved' | 'Rejected' | 'Resumed' | 'Ended' }
  | { verdict: 'Success'; payload: Json }
  | { verdict: 'Failed' | 'TimedOut'; message: string };

/** One started step as stored; `attempt` counts from 1. Times are epoch milliseconds. */
export interface StepRecord {
  sequence: number;
  id: string;
  name: string;
  action: string;
  status: StepStatus;
  attempt: number;
  startTime: number;
  /** When the present attempt began. */
  attemptTime: number;
  endTime?: number;
  /** Per attempt, resolved. */
  timeoutSeconds?: number;
  inputs: JsonObject;
  outputs?: JsonObject;
  failureMessage?: string;
  failure?: { stage: string; type: string };
  /** Where a branch leads, or where a loop was left for. */
  next?: string;
  variable?: { name: string; value: Json };
  parent?: ParentStep;
  /** There while the step waits: when to look again at the latest; 0 for at once. */
  wakeAt?: number;
  /** What a waiting step's action wants to know at its next look. */
  memo?: Json;
  /** What it waits for outside (functions/ports/watches.ts): an event about that makes it look at once. */
  watch?: string;
  decisions?: Decision[];
  verdict?: Verdict;
  /** The step belongs to the path that a cancelled step's onCancel names. */
  isCancelPath?: true;
  /** Parameters that have other values in this step, and in the steps of a loop, as texts. */
  overriddenParameters?: Record<string, string[]>;
  /** It was cancelled alone, by StopStep, and may be started again. */
  isStopped?: true;
}

/** Each write of an execution asks for its month, nearly always for that of the same day. */
let last = { day: NaN, month: '' };

/** Such as `2026-11`, in UTC. */
export function monthOf(time: number): string {
  const day = Math.floor(time / 86_400_000);
  if (day !== last.day) last = { day, month: new Date(time).toISOString().slice(0, 7) };
  return last.month;
}

/** The first moments of `count` months, that of `time` first, then the ones before it. */
export function monthsBack(time: number, count: number): number[] {
  const date = new Date(time);
  return Array.from({ length: count }, (_, back) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1));
}

/** How far a clock may have been set back since a record was written, in milliseconds: who looks for the newest looks so far ahead. */
export const clockSlack = 31 * 86_400_000;

/** The partition that holds an execution and all its steps. */
export const partitionOf = (executionId: string) => `automation-execution#${executionId}`;

export const executionKey = (id: string): Key => ({ partition: partitionOf(id), sort: 'execution' });

export const stepKey = (executionId: string, sequence: number): Key => ({
  partition: partitionOf(executionId),
  sort: `step#${String(sequence).padStart(6, '0')}`,
});

/** The partition of the listing of all executions that started in the month of `time`. */
export const listingPartition = (time: number) => `automation-executions#${monthOf(time)}`;

/** The same for the executions of one status. */
export const statusPartition = (status: string, time: number) => `automation-executions#${status}#${monthOf(time)}`;

/** The same for the executions that one execution started. */
export const childrenPartition = (parentId: string, time: number) =>
  `automation-executions#child-of#${parentId}#${monthOf(time)}`;

const historyDays = 30;

/** An execution as it goes into the store; a finished one is kept for 30 days (SSM's history). */
export function executionItem(record: ExecutionRecord): Item<ExecutionRecord> {
  const sort = `${record.order}#${record.id}`;
  return {
    ...executionKey(record.id),
    value: record,
    indexes: {
      listing: { partition: listingPartition(record.startTime), sort },
      status: { partition: statusPartition(shownStatus(record), record.startTime), sort },
      ...(record.parent && {
        parent: { partition: childrenPartition(record.parent.executionId, record.startTime), sort },
      }),
    },
    ...(record.endTime ? { expires: Math.ceil(record.endTime / 1000) + historyDays * 86_400 } : {}),
  };
}

/** The partition of the listing of the steps that wait for something outside. */
export const watchPartition = (watch: string) => `automation-steps#waiting-for#${watch}`;

/** A step as it goes into the store; one that waits for something can be found by that, at the cost of no other write. */
export function stepItem(executionId: string, record: StepRecord): Item<StepRecord> {
  const key = stepKey(executionId, record.sequence);
  if (record.watch === undefined) return { ...key, value: record };
  const sort = `${executionId}#${key.sort}`;
  return { ...key, value: record, indexes: { status: { partition: watchPartition(record.watch), sort } } };
}

/** A UUID made of a name: the same for the same name, so that what is repeated gets the same id. */
export function namedUuid(name: string): string {
  const hex = hash('sha256', name, 'hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The StepExecutionId, made of what names the step. */
export const stepExecutionId = (executionId: string, name: string, parent?: ParentStep): string =>
  namedUuid(`${executionId}/${parent ? `${parent.id}/${parent.iteration}/` : ''}${name}`);

/** Whether a step's record says that nothing happens in it any more. */
export const isFinished = (record: { status: string }) => finished.has(record.status);

export type StoredExecution = Stored<ExecutionRecord>;
export type StoredStep = Stored<StepRecord>;
