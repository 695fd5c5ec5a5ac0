import type { StopAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { WriteConflict } from '../../ports/store.ts';
import { automationExecutionNotFound, invalidAutomationStatusUpdate } from '../errors.ts';
import { type ExecutionRecord, executionItem, isFinished, type StoredExecution } from './record.ts';
import { getExecution, getLastStep } from './run.ts';
import { wake } from './wake.ts';

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock'>;

/**
 * Cancels an execution: the wish goes on its record, then the run is woken to end its step and follow onCancel; asking twice changes nothing.
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
  if (type === 'Complete') throw invalidAutomationStatusUpdate(id, 'Complete is for executions in Interactive mode');
  await stop(execution, ports);
  return {};
}

async function stop(execution: StoredExecution, { store, workflows, clock }: Needs): Promise<void> {
  const { value, version } = execution;
  const stopped: ExecutionRecord =
    value.status === 'Cancelling' ? value : { ...value, status: 'Cancelling', stopTime: clock.now() };
  if (stopped !== value) await store.write([{ put: executionItem(stopped), expect: version }]);
  const step = (await getLastStep(store, value.id))?.value;
  await wake(workflows, { token: step?.token, execution: stopped, step });
}

/** Cancels an execution if it still runs, on behalf of one above it. */
export async function requestStop(id: string, ports: Needs): Promise<void> {
  while (!(await isStopping(id, ports))) continue;
}

async function isStopping(id: string, ports: Needs): Promise<boolean> {
  const execution = await getExecution(ports.store, id);
  if (!execution || isFinished(execution.value)) return true;
  try {
    await stop(execution, ports);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}
