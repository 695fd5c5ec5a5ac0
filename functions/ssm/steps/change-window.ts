import { closedUntil } from '../calendars/closed-until.ts';
import { isMap } from '../expressions/typed-value.ts';
import type { StepRecord } from '../automation-executions/record.ts';
import { approve, approvalOutcome } from './approve.ts';
import type { Outcome, StepAction, StepContext } from './step-action.ts';

/** How long a run waits before it looks at the calendars again, which somebody may have changed: an hour in milliseconds. */
const betweenLooks = 3_600_000;
const longestWait = 30 * 86_400_000;

/** Whether a step is the one of a change request that waits for its time and for open calendars. Nobody can write such inputs. */
export const isChangeWindow = ({ inputs }: Pick<StepRecord, 'inputs'>): boolean => inputs.ChangeWindow !== undefined;

/** aws:approve, and the step of a change request that is approved by itself as soon as its time has come and no calendar is closed. */
export const approveOrWait: StepAction = {
  isPure: true,
  begin: (context) => (isChangeWindow(context.record) ? look(context) : approve.begin(context)),
  resume: (context) => (isChangeWindow(context.record) ? look(context) : approve.resume(context)),
};

async function look({ record, execution, ports, now }: StepContext): Promise<Outcome> {
  const decided = approvalOutcome(record);
  if (decided) return decided;
  const window = isMap(record.inputs.ChangeWindow) ? record.inputs.ChangeWindow : {};
  const start = Number(window.ScheduledTime);
  if (now < start) return { outcome: 'waits', status: 'InProgress', wakeAt: Math.min(start, now + longestWait) };
  const until = window.ChecksCalendars === true ? await closedUntil(ports.store, execution, now) : undefined;
  if (until === undefined) return { outcome: 'success' };
  return { outcome: 'waits', status: 'Waiting', wakeAt: Math.min(until, now + betweenLooks) };
}
