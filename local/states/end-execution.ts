import type { Json } from '../../functions/ports/json.ts';
import type { Execution, Frame, Status } from './frame.ts';
import { record, recordExecution, type Happening } from './history.ts';
import { nestedEnded, stopNested } from './nested-execution.ts';
import type { Runtime } from './runtime.ts';

/** How an execution ended. */
export interface Ending {
  status: Exclude<Status, 'RUNNING'>;
  output?: Json;
  error?: string | undefined;
  cause?: string | undefined;
}

const eventTypes = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  ABORTED: 'ExecutionAborted',
  TIMED_OUT: 'ExecutionTimedOut',
};

/** Ends an execution: nothing of it runs or waits any more, and whoever waits for it goes on. */
export function endExecution(runtime: Runtime, execution: Execution, ending: Ending): void {
  const { status, output, error, cause } = ending;
  const details = status === 'SUCCEEDED' ? { output: output ?? null } : { error, cause };
  recordEnd(runtime, execution, { type: eventTypes[status], ...details });
  for (const frame of execution.frames.values()) discard(runtime, frame);
  execution.frames.clear();
  Object.assign(execution, { status, output, error, cause, stoppedAt: runtime.clock.now() });
  const { changes } = execution;
  changes.isOver = true;
  changes.frames = [];
  runtime.turns.afterCommit(execution, { done: () => runtime.executions.forget(execution) });
  nestedEnded(runtime, execution);
}

/** Takes frames out of a running execution; `within` and everything below it, but not itself. */
export function dropChildren(runtime: Runtime, within: Frame): void {
  const { execution } = within;
  for (const frame of [...execution.frames.values()]) if (isBelow(frame, within)) dropFrame(runtime, frame);
}

/** Takes one frame out of a running execution. */
export function dropFrame(runtime: Runtime, frame: Frame): void {
  const { execution } = frame;
  discard(runtime, frame);
  execution.frames.delete(frame.id);
  runtime.turns.touched(execution);
}

function discard(runtime: Runtime, frame: Frame): void {
  frame.isDropped = true;
  frame.execution.changes.dropped.push(frame);
  frame.invocation = undefined;
  runtime.timers.cancel(frame);
  if (frame.phase === 'nested') stopNested(runtime, frame);
}

function isBelow(frame: Frame, ancestor: Frame): boolean {
  for (let { parent } = frame; parent; { parent } = parent) if (parent === ancestor) return true;
  return false;
}

/** What ends by itself follows the root frame's last event; what is ended from outside follows nothing. */
function recordEnd(runtime: Runtime, execution: Execution, happening: Happening): void {
  const root = execution.frames.get(0);
  if (root && /Succeeded|Failed/.test(happening.type)) record(runtime, root, happening);
  else recordExecution(runtime, execution, happening);
}
