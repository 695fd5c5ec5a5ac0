import { dropChildren, endExecution } from './end-execution.ts';
import { environmentOf } from './environment.ts';
import type { Frame } from './frame.ts';
import { isFor, retryDelay, type Catcher } from './handlers.ts';
import { record } from './history.ts';
import { stopNested } from './nested-execution.ts';
import type { Runtime } from './runtime.ts';
import { StatesError } from './states-error.ts';
import { clear, exit, parkUntil } from './transition.ts';

/** Does something for a frame; an error it throws fails the frame's state. */
export function attempt(runtime: Runtime, frame: Frame, action: () => void): void {
  try {
    action();
  } catch (error) {
    fail(runtime, frame, toldBy(runtime, frame, error));
  }
}

/** Fails a frame's state: it is retried, or caught, or the error goes up to the state around it or ends the execution. */
export function fail(runtime: Runtime, frame: Frame, error: StatesError): void {
  if (frame.isDropped) return;
  const { state } = frame;
  const hadChildren = frame.progress !== undefined;
  if (hadChildren) dropChildren(runtime, frame);
  runtime.timers.cancel(frame);
  if (frame.phase === 'nested') stopNested(runtime, frame);
  clear(frame);
  if (isRetried(runtime, frame, error)) return;
  if (hadChildren) record(runtime, frame, { type: `${state.type}StateFailed` });
  const catcher = state.catchers.find(({ errors }) => isFor(errors, error, state.type === 'Task'));
  if (!catcher) return goUp(runtime, frame, error);
  try {
    leaveByCatch(runtime, frame, { catcher, error });
  } catch (second) {
    goUp(runtime, frame, toldBy(runtime, frame, second));
  }
}

/** The first retrier for the error decides; each counts its own attempts. */
function isRetried(runtime: Runtime, frame: Frame, error: StatesError): boolean {
  const { retriers, type } = frame.state;
  const index = retriers.findIndex(({ errors }) => isFor(errors, error, type === 'Task'));
  const retrier = retriers[index];
  const used = frame.retries[index] ?? 0;
  if (!retrier || used >= retrier.maxAttempts) return false;
  frame.retries = retriers.map((_retrier, at) => (frame.retries[at] ?? 0) + (at === index ? 1 : 0));
  frame.retryCount += 1;
  frame.phase = 'retry';
  const delay = retryDelay(retrier, used, () => runtime.ids.fraction());
  parkUntil(runtime, frame, runtime.clock.now() + delay);
  return true;
}

function leaveByCatch(runtime: Runtime, frame: Frame, caught: { catcher: Catcher; error: StatesError }): void {
  const { catcher, error } = caught;
  const output = { Error: error.error ?? '', Cause: error.reason ?? '' };
  const assigned = catcher.assign?.(environmentOf(runtime, frame, output));
  const placed = catcher.resultPath ? catcher.resultPath(frame.input, output) : output;
  exit(runtime, frame, { output: placed, next: catcher.next, assigned });
}

function goUp(runtime: Runtime, frame: Frame, error: StatesError): void {
  const parentState = frame.parent?.state;
  if (parentState?.type === 'Map' || parentState?.type === 'Parallel')
    return parentState.childFailed(runtime, frame, error);
  endExecution(runtime, frame.execution, { status: 'FAILED', error: error.error, cause: error.reason });
}

/** An error in AWS's words: one of evaluation says in which state it was; one of ours is logged and tells nothing. */
function toldBy(runtime: Runtime, frame: Frame, error: unknown): StatesError {
  const where = `An error occurred while executing the state '${frame.state.name}' (entered at the event id #${frame.entry}).`;
  if (!(error instanceof StatesError)) {
    runtime.log.error('a state failed for a reason of the engine', {
      execution: frame.execution.arn,
      state: frame.state.name,
      error,
    });
    return new StatesError('States.Runtime', `${where} An internal error occurred.`);
  }
  return error.origin === 'evaluation' ? new StatesError(error.error, `${where} ${error.reason}`) : error;
}
