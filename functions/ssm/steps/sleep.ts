import { InvalidSleep, sleepUntil } from '../expressions/duration.ts';
import { invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

/** aws:sleep: goes on after a Duration, or at a Timestamp; one that is past already costs no wait. */
export const sleep: StepAction = {
  isPure: true,

  async begin(context) {
    try {
      return waitUntil(context, sleepUntil(context.record.inputs, context.now));
    } catch (error) {
      if (error instanceof InvalidSleep) return invalidInput(error.message);
      throw error;
    }
  },

  async resume(context) {
    // The end was fixed when the step began, so a restart does not sleep again from the start.
    return waitUntil(context, Number(context.record.memo));
  },
};

function waitUntil({ now, deadline = Infinity }: StepContext, end: number): Outcome {
  if (end <= now) return { outcome: 'success' };
  if (deadline <= now) return { outcome: 'timedOut', detail: 'The step sleeps longer than its timeoutSeconds' };
  return { outcome: 'waits', status: 'InProgress', wakeAt: Math.min(end, deadline), memo: end };
}
