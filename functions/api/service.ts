import type { Action, Caller } from './action.ts';
import type { Ports } from '../ports/ports.ts';
import type { Contract } from './contract.ts';

/** An operation's input as the contract types it: required members are there, unknown ones are gone. */
export type Input = Record<string, unknown>;

/**
 * What a call is about, as ARNs (or `*` where IAM knows no resource for the action): the caller must be allowed to act on
 * every ARN of at least one group, and on no ARN of any group may the action be denied explicitly.
 */
export type Resources = string[][];

/** A call before it is authorized. */
export interface LocatedCall {
  operation: string;
  input: Input;
  caller: Caller;
}

/** What a service found out about a call: its input with all that `resources` asks; a denial holds whatever IAM says, an allowance where IAM denies nothing. */
export interface Located {
  input: Input;
  verdict?: 'allowed' | 'denied' | undefined;
}

/** One API: its contract and one action per operation it does; an operation without an action is unknown to callers. */
export interface Service {
  contract: Contract;
  actions: Record<string, Action>;
  /** The wire code of this API's 5xx: `InternalServerError`, `InternalServerException` … */
  internalError: string;
  /** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
  resources(operation: string, input: Input, caller: Caller): Resources;
  /** Finds out by reading what `resources` cannot know of an input, and whether the service's own permissions, apart from IAM's, say something. */
  locate?(call: LocatedCall, ports: Pick<Ports, 'store'>): Promise<Located>;
  /** What else the caller must be allowed to, because the operation does it for them. */
  alsoNeeds?(operation: string, input: Input, caller: Caller): { action: string; resource: string }[];
  /** The IAM action of an operation where it is not `signingName:Operation`. */
  iamActions?: Record<string, string>;
}
