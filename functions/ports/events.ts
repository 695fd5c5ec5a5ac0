import type { JsonObject } from './json.ts';

/** One event in EventBridge's words; `source` is `aws.ssm` and the like, `detailType` the official name. */
export interface Event {
  source: string;
  detailType: string;
  detail: JsonObject;
  resources: string[];
}

/** Tells the outside what happened (EventBridge bus; in-process rules when embedded). At least once, in no promised order. */
export interface Events {
  publish(events: Event[]): Promise<void>;
}
