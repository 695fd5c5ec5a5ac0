import type { Task } from '../../tasks.ts';
import { cancelling } from './cancelling.ts';
import { inProgress } from './in-progress.ts';
import { pending } from './pending.ts';
import { rateControlDispatch } from './rate-control-dispatch.ts';
import { rateControlWaiting } from './rate-control-waiting.ts';
import { recordFailure } from './record-failure.ts';
import { stopUnwatched } from './stop-unwatched.ts';
import { waiting } from './waiting.ts';
import { watchAlarm } from './watch-alarm.ts';

/** The tasks of this API's machines. */
export const ssmTasks: Record<string, Task> = {
  SsmAutomationPending: pending,
  SsmAutomationInProgress: inProgress,
  SsmAutomationWaiting: waiting,
  SsmAutomationCancelling: cancelling,
  SsmAutomationRecordFailure: recordFailure,
  SsmAlarmWatchAlarm: watchAlarm,
  SsmAlarmStopUnwatched: stopUnwatched,
  SsmRateControlDispatch: rateControlDispatch,
  SsmRateControlWaiting: rateControlWaiting,
};
