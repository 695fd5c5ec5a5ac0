import type { Ports } from '../../ports/ports.ts';
import { cancelling } from './cancelling.ts';
import { inProgress } from './in-progress.ts';
import { pending } from './pending.ts';
import { rateControlDispatch } from './rate-control-dispatch.ts';
import { rateControlWaiting } from './rate-control-waiting.ts';
import { recordFailure } from './record-failure.ts';
import { stopUnwatched } from './stop-unwatched.ts';
import { waiting } from './waiting.ts';
import { watchAlarm } from './watch-alarm.ts';

/** A Lambda body that a state machine calls: its payload and the ports in, what the next state reads out. */
export type Task = (input: never, ports: Ports) => Promise<object>;

/** The tasks by the name of their function: `${SsmAutomationWaitingFunctionArn}` in a machine is the function SsmAutomationWaiting. */
export const tasks: Record<string, Task> = {
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
