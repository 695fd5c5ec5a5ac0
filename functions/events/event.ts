import type { Event } from '../ports/events.ts';
import type { JsonObject } from '../ports/json.ts';

/** Where and when an event came about; `time` is epoch milliseconds. */
export interface Origin {
  id: string;
  account: string;
  region: string;
  time: number;
}

/** An event as rules see it and targets get it. Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export const eventOf = ({ source, detailType, detail, resources }: Event, origin: Origin): JsonObject => ({
  version: '0',
  id: origin.id,
  'detail-type': detailType,
  source,
  account: origin.account,
  time: new Date(origin.time).toISOString().replace(/\.\d+/, ''),
  region: origin.region,
  resources,
  detail,
});
