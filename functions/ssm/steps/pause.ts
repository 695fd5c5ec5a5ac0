import { longWait, type StepAction } from './step-action.ts';

/** aws:pause: waits for the signal Resume; without timeoutSeconds it waits as long as it takes. */
export const pause: StepAction = {
  isPure: true,

  async begin({ now, deadline }) {
    return { outcome: 'waits', status: 'Waiting', wakeAt: deadline ?? now + longWait };
  },

  async resume({ record, now, deadline }) {
    if (record.verdict) return { outcome: 'success' };
    if (deadline !== undefined && deadline <= now)
      return { outcome: 'timedOut', detail: 'Nobody resumed the step in time' };
    return { outcome: 'waits', status: 'Waiting', wakeAt: deadline ?? now + longWait };
  },
};
