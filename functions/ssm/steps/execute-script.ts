import type { Json } from '../../ports/json.ts';
import { attemptName } from '../automation-executions/settle-step.ts';
import { actionFailed, invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

const longestRun = 600_000;
const polling = 'Poll action status for completion';

/** The name of one attempt of a script, the same after a crash. */
const jobId = ({ execution, record }: StepContext) =>
  attemptName({ executionId: execution.id, stepId: record.id, attempt: record.attempt });

/** aws:executeScript: runs the script away from this process and waits for its result. */
export const executeScript: StepAction = {
  async begin(context) {
    const { Runtime: runtime, Handler: handler, Script: source, InputPayload: payload = {} } = context.record.inputs;
    if (typeof runtime !== 'string') return invalidInput('Runtime must be a text such as python3.11');
    if (typeof source !== 'string') return invalidInput('Script must be the text of the script');
    const end = Math.min(context.deadline ?? Infinity, context.record.attemptTime + longestRun);
    if (end <= context.now) return timedOut;
    const timeoutSeconds = Math.ceil((end - context.now) / 1000);
    await context.ports.scripts.start({
      id: jobId(context),
      runtime,
      source,
      handler: textOf(handler),
      payload,
      timeoutSeconds,
    });
    return waitsUntil(end);
  },

  async resume(context): Promise<Outcome> {
    const { verdict, wakeAt = context.now } = context.record;
    if (verdict?.verdict === 'Success')
      return { outcome: 'success', outputs: { Payload: verdict.payload }, answer: { Payload: verdict.payload } };
    if (verdict?.verdict === 'Failed') return actionFailed(polling, verdict.message);
    if (verdict?.verdict === 'TimedOut') return { outcome: 'timedOut', detail: verdict.message };
    if (context.now < wakeAt) return waitsUntil(wakeAt);
    await context.ports.scripts.stop(jobId(context));
    return timedOut;
  },

  async cancel(context) {
    await context.ports.scripts.stop(jobId(context));
  },
};

// The script's own limit ends first; this one is for a result that never comes.
const slack = 5_000;
const waitsUntil = (end: number): Outcome => ({ outcome: 'waits', status: 'InProgress', wakeAt: end + slack });
const timedOut: Outcome = { outcome: 'timedOut', detail: 'The script did not end in time' };
const textOf = (value: Json | undefined) => (typeof value === 'string' ? value : '');
