import type { Frame } from './frame.ts';
import type { Runtime } from './runtime.ts';
import { callTaskAgain } from './task-call.ts';

/** Lets all that ran when the program ended run again, and arms the alarm; what waits stays on disk. */
export function recoverExecutions(runtime: Runtime): void {
  const { executions, timers } = runtime;
  for (const id of executions.withRunningFrames()) {
    executions.running(id)?.frames.forEach((frame) => recoverFrame(runtime, frame));
  }
  timers.rearm();
}

function recoverFrame(runtime: Runtime, frame: Frame): void {
  const { phase, state } = frame;
  if (phase === 'entered') runtime.turns.ready(frame);
  if (phase === 'task' && state.type === 'Task') callTaskAgain(runtime, frame, state);
}
