import type { StopAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { WriteConflict } from '../../ports/store.ts';
import { automationExecutionNotFound, invalidAutomationStatusUpdate } from '../errors.ts';
import { leave, withoutSlot } from './admission.ts';
import { executionEvent } from './event.ts';
import { wakeToCancel } from '../rate-control/wake.ts';
import { openStep } from './interactive.ts';
import { type ExecutionRecord, executionItem, isFinished, type StepRecord, type StoredExecution } from './record.ts';
import { getExecution, getLastStep, getSteps } from './run.ts';
import { wake } from './wake.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>;

/**
 * Cancels an execution, or completes one in Interactive mode: the wish goes on its record, then the run is woken, to end its step and follow
 * onCancel where it is cancelled. Asking twice changes nothing.
 * Throws AutomationExecutionNotFoundException, InvalidAutomationStatusUpdateException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StopAutomationExecution.html
 */
export async function stopAutomationExecution(
  { AutomationExecutionId: id = '', Type: type = 'Cancel' }: StopAutomationExecutionRequest,
  ports: Needs,
): Promise<object> {
  const execution = await getExecution(ports.store, id);
  if (!execution) throw automationExecutionNotFound(id);
  const { value } = execution;
  if (isFinished(value)) throw invalidAutomationStatusUpdate(id, `it is already ${value.status}`);
  if (value.asked?.ask === 'Complete' && type === 'Cancel')
    throw invalidAutomationStatusUpdate(id, 'it is being completed');
  await (type === 'Complete' ? complete(execution, ports) : stop(execution, ports));
  return {};
}

/** In Interactive mode, between two steps: the run ends as its steps say, whatever was not started. */
async function complete({ value, version }: StoredExecution, ports: Needs): Promise<void> {
  const steps = (await getSteps(ports.store, value.id)).map((step) => step.value);
  const problem = notToComplete(value, steps);
  if (problem !== undefined) throw invalidAutomationStatusUpdate(value.id, problem);
  const completed: ExecutionRecord = { ...value, asked: { ask: 'Complete' } };
  if (value.asked?.ask !== 'Complete') await ports.store.write([{ put: executionItem(completed), expect: version }]);
  await wake(ports, { execution: completed, step: steps.at(-1) });
}

function notToComplete({ mode, status, asked }: ExecutionRecord, steps: StepRecord[]): string | undefined {
  if (mode !== 'Interactive') return 'Complete is for executions in Interactive mode';
  if (status === 'Cancelling') return 'it is being cancelled';
  const open = openStep(steps);
  if (open) return `step ${open.name} is still ${open.status}`;
  return asked?.ask === 'StartStep' ? `step ${asked.step} is about to start` : undefined;
}

/** What is to be known of a stop that nobody asked for. */
type Noted = Pick<ExecutionRecord, 'triggeredAlarms'>;

async function stop(execution: StoredExecution, ports: Needs, noted: Noted = {}): Promise<void> {
  const stopped = await askedToStop(execution, ports, noted);
  if (stopped.rateControl) return wakeToCancel(ports, stopped.id);
  const step = (await getLastStep(ports.store, stopped.id))?.value;
  await wake(ports, { execution: stopped, step });
}

async function askedToStop(
  { value: { asked, ...value }, version }: StoredExecution,
  { store, clock, events }: Needs,
  noted: Noted,
): Promise<ExecutionRecord> {
  if (value.status === 'Cancelling') return value;
  const isQueued = value.slot === 'queued';
  const left = isQueued ? await leave(store, value) : [];
  const rest = isQueued ? withoutSlot(value) : value;
  const stopped: ExecutionRecord = { ...rest, ...noted, status: 'Cancelling', stopTime: clock.now() };
  await store.write([{ put: executionItem(stopped), expect: version }, ...left]);
  await events.publish(() => [executionEvent(stopped, clock.now())]);
  return stopped;
}

/** Cancels an execution if it still runs, on behalf of one above it or of its alarm. */
export async function requestStop(id: string, ports: Needs, noted?: Noted): Promise<void> {
  while (!(await isStopping(id, ports, noted))) continue;
}

async function isStopping(id: string, ports: Needs, noted: Noted | undefined): Promise<boolean> {
  const execution = await getExecution(ports.store, id);
  if (!execution || isFinished(execution.value)) return true;
  try {
    await stop(execution, ports, noted);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}
