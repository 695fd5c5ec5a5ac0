import type { JsonObject } from '../ports/json.ts';
import type { Service } from './service.ts';

/** The parts of an ARN; `resource` is all after the account. */
export interface Arn {
  service: string;
  region: string;
  account: string;
  resource: string;
}

/** What is asked of an ARN: `input` as the rule makes it, absent where the rule says none, and a name for this one start, a UUID. */
export interface Start {
  input?: JsonObject;
  token: string;
}

/** An operation that an event or a schedule may start: what an ARN of its own kind stands for, undefined for all others. */
export interface Trigger {
  service: Service;
  callFor(arn: Arn, start: Start): { operation: string; input: JsonObject } | undefined;
}

/** An ARN in its parts, or undefined for what is none. */
export function arnFrom(text: string): Arn | undefined {
  const [arn, , service = '', region = '', account = '', ...resource] = text.split(':');
  if (arn !== 'arn' || !service || resource.join(':') === '') return undefined;
  return { service, region, account, resource: resource.join(':') };
}
