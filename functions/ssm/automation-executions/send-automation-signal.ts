import type { SendAutomationSignalRequest } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { automationExecutionNotFound, automationStepNotFound, invalidAutomationSignal } from '../errors.ts';
import { decided } from './approval.ts';
import { isFinished, type StepRecord, stepItem } from './record.ts';
import { loadRun, type Run } from './run.ts';
import { wake } from './wake.ts';

/**
 * Approves, rejects or resumes the step an execution waits at: the decision goes on the step's record, then the run is woken.
 * Throws AutomationExecutionNotFoundException, AutomationStepNotFoundException, InvalidAutomationSignalException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html
 */
export async function sendAutomationSignal(
  input: SendAutomationSignalRequest,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock'>,
  caller: Caller,
): Promise<object> {
  const { store, clock } = ports;
  const run = await loadRun(store, input.AutomationExecutionId ?? '');
  if (!run) throw automationExecutionNotFound(input.AutomationExecutionId ?? '');
  const { step, version } = waitingStep(run, input);
  const signalled = input.SignalType === 'Resume' ? resumed(step) : decided(step, { input, caller, now: clock.now() });
  const execution = run.execution.value;
  if (signalled !== step) await store.write([{ put: stepItem(execution.id, signalled), expect: version }]);
  await wake(ports, { execution, step: signalled });
  return {};
}

const actionOf: Record<string, string> = { Approve: 'aws:approve', Reject: 'aws:approve', Resume: 'aws:pause' };

function waitingStep(run: Run, { SignalType: signal = 'Approve', Payload }: SendAutomationSignalRequest) {
  const { id, status } = run.execution.value;
  const named = Payload?.StepName?.[0];
  if (named !== undefined && !hasStep(run, named)) throw automationStepNotFound(id, named);
  const last = run.steps.at(-1);
  const fits = last?.value.status === 'Waiting' && last.value.action === actionOf[signal];
  if (isFinished(run.execution.value)) throw invalidAutomationSignal(signal, id, `it is already ${status}`);
  if (!fits || status === 'Cancelling') throw invalidAutomationSignal(signal, id, 'no step waits for it');
  if (named !== undefined && named !== last.value.name)
    throw invalidAutomationSignal(signal, id, `step ${named} is not the one that waits`);
  return { step: last.value, version: last.version };
}

const hasStep = ({ runbook, steps }: Run, name: string) =>
  runbook.mainSteps.some((step) => step.name === name) || steps.some(({ value }) => value.name === name);

const resumed = (step: StepRecord): StepRecord => (step.verdict ? step : { ...step, verdict: { verdict: 'Resumed' } });
