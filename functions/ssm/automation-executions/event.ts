import type { Event } from '../../ports/events.ts';
import { shownStatus } from '../change-requests/record.ts';
import type { ExecutionRecord } from './record.ts';

/** `EC2 Automation Execution Status-change Notification` as EventBridge gets it from SSM. */
export function statusEvent(record: ExecutionRecord, now: number): Event {
  const { id, documentName, documentVersion, account, region } = record;
  const place = `${region}:${account}`;
  return {
    source: 'aws.ssm',
    detailType: 'EC2 Automation Execution Status-change Notification',
    resources: [
      `arn:aws:ssm:${place}:automation-execution/${id}`,
      `arn:aws:ssm:${place}:automation-definition/${documentName}:${documentVersion}`,
    ],
    detail: {
      ExecutionId: id,
      Definition: documentName,
      DefinitionVersion: Number(documentVersion),
      Status: shownStatus(record),
      StartTime: dateText(record.startTime),
      ...(record.endTime !== undefined && { EndTime: dateText(record.endTime) }),
      Time: now,
      ExecutedBy: record.executedBy,
    },
  };
}

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
