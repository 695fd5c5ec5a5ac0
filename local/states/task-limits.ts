import type { Frame } from './frame.ts';
import type { Runtime } from './runtime.ts';

/** Watches a Task's timeout and heartbeat: in memory while its handler runs, by its row while it waits. */
export function watchTask(runtime: Runtime, frame: Frame): void {
  const { timeoutAt = Infinity, heartbeatAt = Infinity } = frame.task ?? {};
  const limit = Math.min(timeoutAt, heartbeatAt);
  runtime.timers.cancel(frame);
  frame.dueAt = undefined;
  if (limit === Infinity) return;
  if (frame.phase === 'task') return runtime.timers.watch(frame, limit);
  frame.dueAt = limit;
  runtime.timers.arm(limit);
}
