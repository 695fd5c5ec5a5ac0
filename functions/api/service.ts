import type { Action, Caller } from './action.ts';
import type { Contract } from './contract.ts';

/** An operation's input as the contract types it: required members are there, unknown ones are gone. */
export type Input = Record<string, unknown>;

/**
 * What a call is about, as ARNs (or `*` where IAM knows no resource for the action): the caller must be allowed to act on
 * every ARN of at least one group, and on no ARN of any group may the action be denied explicitly.
 */
export type Resources = string[][];

/** One API: its contract and one action per operation it does; an operation without an action is unknown to callers. */
export interface Service {
  contract: Contract;
  actions: Record<string, Action>;
  /** The wire code of this API's 5xx: `InternalServerError`, `InternalServerException` … */
  internalError: string;
  /** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
  resources(operation: string, input: Input, caller: Caller): Resources;
  /** What else the caller must be allowed to, because the operation does it for them. */
  alsoNeeds?(operation: string, input: Input, caller: Caller): { action: string; resource: string }[];
  /** The IAM action of an operation where it is not `signingName:Operation`. */
  iamActions?: Record<string, string>;
}
