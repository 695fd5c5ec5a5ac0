import type { Json } from '../../functions/ports/json.ts';
import { fail } from './failure.ts';
import type { Frame } from './frame.ts';
import { dataLimitExceeded, isTooLarge } from './json-text.ts';
import type { Runtime } from './runtime.ts';
import { StatesError } from './states-error.ts';
import { recordTask } from './task-events.ts';
import { conclude } from './transition.ts';

/** Takes a Task's result: the wait or call is over, the state is left. */
export function taskSucceeded(runtime: Runtime, frame: Frame, output: Json): void {
  if (isTooLarge(output)) return taskFailed(runtime, frame, dataLimitExceeded(resourceNameOf(frame)));
  runtime.timers.cancel(frame);
  frame.invocation = undefined;
  recordTask(runtime, frame, { type: 'Succeeded', output });
  conclude(runtime, frame, output);
}

/** Takes a Task's error: it may be retried or caught. */
export function taskFailed(runtime: Runtime, frame: Frame, error: StatesError): void {
  const type = error.error === 'States.Timeout' ? 'TimedOut' : 'Failed';
  recordTask(runtime, frame, { type, error: error.error, cause: error.reason });
  fail(runtime, frame, error);
}

/** Fails a Task whose time is up: its TimeoutSeconds or, without a sign of life, its HeartbeatSeconds. */
export function taskTimedOut(runtime: Runtime, frame: Frame): void {
  const { timeoutAt = Infinity } = frame.task ?? {};
  const isTimeout = timeoutAt <= runtime.clock.now();
  taskFailed(runtime, frame, new StatesError('States.Timeout', undefined, isTimeout ? 'task' : 'heartbeat'));
}

function resourceNameOf({ state }: Frame): string {
  if (state.type !== 'Task') return state.name;
  const { resource } = state;
  return resource.kind === 'service' ? resource.service : resource.arn;
}
