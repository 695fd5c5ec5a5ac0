import type { Event } from '../../ports/events.ts';
import { shownStatus } from '../change-requests/record.ts';
import type { ExecutionRecord, StepRecord } from './record.ts';

/** What a rule asks for in place of `aws.ssm`: EventBridge takes that from AWS alone. */
const source = 'quaymaster.ssm';

/**
 * `EC2 Automation Execution Status-change Notification`; `now` is in epoch milliseconds.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/monitoring-systems-manager-event-examples.html
 */
export const executionEvent = (record: ExecutionRecord, now: number): Event => ({
  source,
  detailType: 'EC2 Automation Execution Status-change Notification',
  resources: resourcesOf(record),
  detail: {
    ...definition(record),
    Status: shownStatus(record),
    ...times(record, now),
    ExecutedBy: record.executedBy,
  },
});

/** What the event of a step tells of its execution. */
export type Told = Pick<ExecutionRecord, 'id' | 'documentName' | 'documentVersion' | 'account' | 'region'>;

/** And of the step. */
type ToldStep = Pick<StepRecord, 'name' | 'action' | 'status' | 'startTime' | 'endTime'>;

/** `EC2 Automation Step Status-change Notification`; `now` is in epoch milliseconds. */
export const stepEvent = (execution: Told, step: ToldStep, now: number): Event => ({
  source,
  detailType: 'EC2 Automation Step Status-change Notification',
  resources: resourcesOf(execution),
  detail: {
    ...definition(execution),
    Status: step.status,
    ...times(step, now),
    StepName: step.name,
    Action: step.action,
  },
});

function resourcesOf({ id, documentName, documentVersion, account, region }: Told): string[] {
  const place = `${region}:${account}`;
  return [
    `arn:aws:ssm:${place}:automation-execution/${id}`,
    `arn:aws:ssm:${place}:automation-definition/${documentName}:${documentVersion}`,
  ];
}

const definition = ({ id, documentName, documentVersion }: Told) => ({
  ExecutionId: id,
  Definition: documentName,
  DefinitionVersion: Number(documentVersion),
});

/** `Time` is how long it has taken by now, in milliseconds. */
const times = ({ startTime, endTime }: { startTime: number; endTime?: number }, now: number) => ({
  StartTime: dateText(startTime),
  ...(endTime !== undefined && { EndTime: dateText(endTime) }),
  Time: Math.max(0, (endTime ?? now) - startTime),
});

/** Such as `Nov 29, 2016 7:43:20 PM`, in UTC. */
const dateText = (time: number) =>
  dates
    .format(time)
    .replace(/,([^,]*)$/, '$1')
    .replaceAll('\u202f', ' ');

const dates = new Intl.DateTimeFormat('en-US', {
  timeZone: 'UTC',
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  second: '2-digit',
});
