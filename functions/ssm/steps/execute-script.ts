import type { ScriptJob } from '../../ports/scripts.ts';
import { attemptName } from '../automation-executions/settle-step.ts';
import { InvalidInput, requiredText, textOf } from './inputs.ts';
import { roleOf } from './role.ts';
import { scriptAttachment } from './script-attachment.ts';
import { actionFailed, invalidInput, type Outcome, type StepAction, type StepContext } from './step-action.ts';

const longestRun = 600_000;
const polling = 'Poll action status for completion';

/** The name of one attempt of a script, the same after a crash. */
const jobId = ({ execution, record }: StepContext) =>
  attemptName({ executionId: execution.id, stepId: record.id, attempt: record.attempt });

/** aws:executeScript: runs the script away from this process and waits for its result. */
export const executeScript: StepAction = {
  async begin(context) {
    const job = await jobOf(context).catch((error: unknown) => {
      if (error instanceof InvalidInput) return error.message;
      throw error;
    });
    if (typeof job === 'string') return invalidInput(job);
    const end = Math.min(context.deadline ?? Infinity, context.record.attemptTime + longestRun);
    if (end <= context.now) return timedOut;
    await context.ports.scripts.start({ ...job, timeoutSeconds: Math.ceil((end - context.now) / 1000) });
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

async function jobOf(context: StepContext): Promise<Omit<ScriptJob, 'timeoutSeconds'>> {
  const { execution, record } = context;
  const { inputs } = record;
  const attachment = await scriptAttachment(context);
  const runtime = requiredText(inputs, 'Runtime');
  const role = roleOf(context);
  const isWhole = attachment && !runtime.startsWith('PowerShell');
  return {
    id: jobId(context),
    runtime,
    source: isWhole ? (textOf(inputs, 'Script') ?? '') : requiredText(inputs, 'Script'),
    handler: textOf(inputs, 'Handler') ?? '',
    payload: inputs.InputPayload ?? {},
    ...(attachment && { attachment }),
    ...(role !== undefined && { role: { arn: role, sessionName: execution.id, region: execution.region } }),
  };
}

// The script's own limit ends first; this one is for a result that never comes.
const slack = 5_000;
const waitsUntil = (end: number): Outcome => ({ outcome: 'waits', status: 'InProgress', wakeAt: end + slack });
const timedOut: Outcome = { outcome: 'timedOut', detail: 'The script did not end in time' };
