import type { StopAutomationExecutionRequest } from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { automationExecutionNotFound, invalidAutomationStatusUpdate } from '../errors.ts';
import { type ExecutionRecord, executionItem, isFinished } from './record.ts';
import { getExecution, getLastStep } from './run.ts';
import { wake } from './wake.ts';

/**
 * Cancels an execution: the wish goes on its record, then the run is woken to end its step and follow onCancel; asking twice changes nothing.
 * Throws AutomationExecutionNotFoundException, InvalidAutomationStatusUpdateException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StopAutomationExecution.html
 */
export async function stopAutomationExecution(
  { AutomationExecutionId: id = '', Type: type = 'Cancel' }: StopAutomationExecutionRequest,
  { store, workflows, clock }: Pick<Ports, 'store' | 'workflows' | 'clock'>,
): Promise<object> {
  const execution = await getExecution(store, id);
  if (!execution) throw automationExecutionNotFound(id);
  const { value } = execution;
  if (isFinished(value)) throw invalidAutomationStatusUpdate(id, `it is already ${value.status}`);
  if (type === 'Complete') throw invalidAutomationStatusUpdate(id, 'Complete is for executions in Interactive mode');
  const stopped: ExecutionRecord =
    value.status === 'Cancelling' ? value : { ...value, status: 'Cancelling', stopTime: clock.now() };
  if (stopped !== value) await store.write([{ put: executionItem(stopped), expect: execution.version }]);
  const step = (await getLastStep(store, id))?.value;
  await wake(workflows, { token: step?.token, execution: stopped, step });
  return {};
}
