import type { ResourceSyncAttempt, ResourceSyncStatus, Revision } from '@aws-sdk/client-proton';

/** What happened in a sync. Times are epoch milliseconds. */
export interface EventRecord {
  type: string;
  event: string;
  time: number;
  externalId?: string;
}

/** An attempt to sync something, as stored. */
export interface AttemptRecord {
  status: ResourceSyncStatus;
  startedAt: number;
  events: EventRecord[];
  target: string;
  initialRevision: Revision;
  targetRevision: Revision;
}

/** What answers show of events. */
export const eventsView = (events: EventRecord[]) =>
  events.map(({ time, ...event }) => ({ ...event, time: new Date(time) }));

/** What answers show of an attempt. */
export const attemptView = (attempt: AttemptRecord | undefined): ResourceSyncAttempt | undefined =>
  attempt && { ...attempt, startedAt: new Date(attempt.startedAt), events: eventsView(attempt.events) };
