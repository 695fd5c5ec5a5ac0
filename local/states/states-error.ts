/** Where an error came from, for the words and the catching around it. */
export type ErrorOrigin = 'evaluation' | 'task' | 'heartbeat';

/** How many characters of an Error and of a Cause Step Functions takes. */
const longest = { error: 256, reason: 32_768 };

/**
 * An error inside an execution, by its States Language name (`States.Runtime`, a task's own …); Retry and Catch look at it.
 * Source: https://states-language.net/spec.html#errors
 */
export class StatesError extends Error {
  override name = 'StatesError';
  readonly error: string | undefined;
  readonly reason: string | undefined;
  readonly origin: ErrorOrigin;

  constructor(error: string | undefined, reason: string | undefined, origin: ErrorOrigin = 'task') {
    super(reason ?? error ?? 'States.Runtime');
    this.error = error?.slice(0, longest.error);
    this.reason = reason?.slice(0, longest.reason);
    this.origin = origin;
  }
}

/** A state's own fields cannot be worked out from its data; no Retry or Catch ever matches it. */
export function runtimeError(reason: string): StatesError {
  return new StatesError('States.Runtime', reason, 'evaluation');
}

/** An intrinsic function got arguments it cannot take. */
export function intrinsicFailure(reason: string): StatesError {
  return new StatesError('States.IntrinsicFailure', reason, 'evaluation');
}

/** A definition that cannot run here: an unknown state type, a missing target, an unsupported field. */
export class InvalidDefinition extends Error {
  override name = 'InvalidDefinition';
}

/** What a task handler throws to fail with exactly this Error and Cause; any other error is told as Lambda tells it. */
export class TaskFailure extends Error {
  override name = 'TaskFailure';
  readonly error: string;
  readonly reason: string | undefined;

  constructor(error: string, reason?: string) {
    super(reason ?? error);
    this.error = error;
    this.reason = reason;
  }
}
