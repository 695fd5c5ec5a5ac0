import type { Event } from '../ports/events.ts';
import { fromJson, isDeeper, isMap, type JsonObject } from '../ports/json.ts';

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

// What is nested thousands deep cannot be compared, nor written again.
const deepest = 1000;

/** The object of an event's text, or of its detail's; undefined where that is none. */
export function objectIn(text: string): JsonObject | undefined {
  const value = fromJson(text);
  return isMap(value) && !isDeeper(value, deepest) ? value : undefined;
}
