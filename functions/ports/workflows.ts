import type { JsonObject } from './json.ts';

/** The state machines of `statemachines/`, by file name without its ending. */
export type Machine =
  | 'ssm-automation'
  | 'ssm-alarm'
  | 'ssm-rate-control'
  | 'proton-registration'
  | 'heat-deployment'
  | 'opsworks-deployment'
  | 'proton-deployment'
  | 'proton-service';

/** A token that is unknown, was used, or belongs to a wait that is over (Step Functions: TaskDoesNotExist, TaskTimedOut, InvalidToken). */
export class TokenGone extends Error {
  override name = 'TokenGone';
}

/**
 * Durable state machines (AWS Step Functions Standard; the states interpreter when embedded).
 * `start` is idempotent: a second start of the same machine and name changes nothing, whatever became of the first. No task is called before
 * `after`, the write of the record the machine is about, has taken effect; where that fails, so does the start, and a machine that began finds no record.
 * `succeed` and `fail` complete the wait a token stands for, once; they throw TokenGone when it is over.
 * `stop` ends an execution as ABORTED; stopping what is over or unknown changes nothing.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/
 */
export interface Workflows {
  start(machine: Machine, name: string, input: JsonObject, after?: Promise<void>): Promise<void>;
  succeed(token: string, output: JsonObject): Promise<void>;
  fail(token: string, error: string, cause: string): Promise<void>;
  stop(machine: Machine, name: string): Promise<void>;
}
