import type { Clock } from '../../functions/ports/clock.ts';
import type { Ids } from '../../functions/ports/ids.ts';
import type { Json } from '../../functions/ports/json.ts';
import type { Log } from '../../functions/ports/log.ts';
import type { Executions } from './executions.ts';
import type { HistoryLevel } from './history.ts';
import type { Machines } from './machine.ts';
import type { Timers } from './timers.ts';
import type { Turns } from './turns.ts';

/** Calls a task's handler; `key` is the same each time the same attempt is delivered again (`execution/frame/entry/attempt`). */
export type Invoke = (functionName: string, payload: Json, context: { key: string }) => Promise<Json>;

/** What a running state may use. */
export interface Runtime {
  clock: Clock;
  ids: Ids;
  log: Log;
  invoke: Invoke;
  level: HistoryLevel;
  machines: Machines;
  executions: Executions;
  timers: Timers;
  turns: Turns;
}
