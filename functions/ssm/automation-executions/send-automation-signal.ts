import type { SendAutomationSignalRequest } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import type { Step } from '../documents/runbook.ts';
import { automationExecutionNotFound, automationStepNotFound } from '../errors.ts';
import { decided } from './approval.ts';
import { executionItem, executionKey, isFinished, stepExecutionId, stepItem, type StepRecord } from './record.ts';
import { loadRun, type Run } from './run.ts';
import { type Change, refused, type Signal, signalFrom } from './signal.ts';
import { startStep } from './start-step.ts';
import { stopStep } from './stop-step.ts';
import { wake } from './wake.ts';

/**
 * Approves, rejects or resumes the step an execution waits at, or starts or stops a step in Interactive mode: the decision goes on record, then
 * the run is woken. Throws AutomationExecutionNotFoundException, AutomationStepNotFoundException, InvalidAutomationSignalException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendAutomationSignal.html
 */
export async function sendAutomationSignal(
  input: SendAutomationSignalRequest,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock'>,
  caller: Caller,
): Promise<object> {
  const run = await loadRun(ports.store, input.AutomationExecutionId ?? '');
  if (!run) throw automationExecutionNotFound(input.AutomationExecutionId ?? '');
  const change = changeBy(run, signalFrom(input, caller, ports.clock.now()));
  const writes = writesOf(run, change);
  if (writes.length) await ports.store.write(writes);
  await wake(ports, { execution: run.execution.value, step: run.steps.at(-1)?.value, ...change });
  return {};
}

function changeBy(run: Run, signal: Signal): Change {
  refuseUnknownStep(run, signal);
  const { status } = run.execution.value;
  if (isFinished(run.execution.value)) throw refused(signal, `it is already ${status}`);
  if (status === 'Cancelling') throw refused(signal, 'it is being cancelled');
  if (signal.type === 'StartStep') return startStep(run, signal);
  if (signal.type === 'StopStep') return stopStep(run, signal);
  return { step: answered(run, signal) };
}

function refuseUnknownStep({ execution, runbook, steps }: Run, { stepName: name, stepExecutionId: id }: Signal): void {
  const { id: executionId } = execution.value;
  if (name !== undefined && !isStepOf(runbook.mainSteps, name)) throw automationStepNotFound(executionId, name);
  const isKnown =
    steps.some(({ value }) => value.id === id) ||
    runbook.mainSteps.some((step) => stepExecutionId(executionId, step.name) === id);
  if (id !== undefined && !isKnown) throw automationStepNotFound(executionId, id);
}

const isStepOf = (steps: Step[], name: string): boolean =>
  steps.some((step) => step.name === name || isStepOf(step.steps ?? [], name));

const actions: Record<string, string> = { Approve: 'aws:approve', Reject: 'aws:approve', Resume: 'aws:pause' };

/** The step that waits, after it was approved, rejected or resumed. */
function answered({ execution, steps }: Run, signal: Signal): StepRecord {
  const step = steps.at(-1)?.value;
  const fits = step?.status === 'Waiting' && step.action === actions[signal.type];
  if (!fits) throw refused(signal, 'no step waits for it');
  if (execution.value.asked?.ask === 'StopStep') throw refused(signal, `step ${step.name} is being stopped`);
  const { stepName = step.name, stepExecutionId: id = step.id } = signal;
  if (stepName !== step.name) throw refused(signal, `step ${stepName} is not the one that waits`);
  if (id !== step.id) throw refused(signal, `step execution ${id} is not the one that waits`);
  if (signal.type !== 'Resume') return decided(step, signal);
  return step.verdict ? step : { ...step, verdict: { verdict: 'Resumed' } };
}

/** What changes goes on record only while nothing else did: of two decisions at the same moment one is refused. */
function writesOf({ execution, steps }: Run, change: Change): Write[] {
  const { id } = execution.value;
  const last = steps.at(-1);
  if (change.execution && change.execution !== execution.value) {
    const check: Write[] = last ? [{ check: last, expect: last.version }] : [];
    return [{ put: executionItem(change.execution), expect: execution.version }, ...check];
  }
  if (!change.step || !last || change.step === last.value) return [];
  return [
    { put: stepItem(id, change.step), expect: last.version },
    { check: executionKey(id), expect: execution.version },
  ];
}
