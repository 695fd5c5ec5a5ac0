import type { JsonObject } from './json.ts';

/** One event in EventBridge's words; `source` is `quaymaster.ssm` and the like, `detailType` the official name. */
export interface Event {
  source: string;
  detailType: string;
  detail: JsonObject;
  resources: string[];
}

/**
 * Tells the outside what happened (EventBridge bus; in-process rules when embedded), in no promised order. `make` is called only where somebody may
 * listen. What cannot be delivered is logged: it never troubles the publisher.
 */
export interface Events {
  publish(make: () => Event[]): Promise<void>;
}
