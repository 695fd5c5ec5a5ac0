import { attempt } from './failure.ts';
import type { Frame } from './frame.ts';
import type { Runtime } from './runtime.ts';
import { taskTimedOut } from './task-result.ts';
import { leaveWait } from './wait-state.ts';

/** A parked frame's time has come: a Wait is over, a retry begins, or a Task has waited long enough. A late or early call changes nothing. */
export function wakeFrame(runtime: Runtime, frame: Frame): void {
  if (frame.dueAt === undefined || frame.dueAt > runtime.clock.now()) return;
  frame.dueAt = undefined;
  runtime.turns.changed(frame);
  if (frame.phase === 'wait') return attempt(runtime, frame, () => leaveWait(runtime, frame));
  if (frame.phase === 'token' || frame.phase === 'nested')
    return attempt(runtime, frame, () => taskTimedOut(runtime, frame));
  if (frame.phase !== 'retry') return;
  frame.phase = 'entered';
  runtime.turns.ready(frame);
}
