import type { Ports } from '../../ports/ports.ts';
import { WriteConflict, type Write } from '../../ports/store.ts';
import { executionItem, isFinished, stepItem, type StoredStep } from '../automation-executions/record.ts';
import { getExecution, getLastStep } from '../automation-executions/run.ts';
import { settleStep } from '../automation-executions/settle-step.ts';

const message =
  'Internal Server Error. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';

/** The last resort of the machine: writes a failure of the engine itself into the execution, so that no run stays unfinished. */
export async function recordFailure(
  { executionId, error }: { executionId: string; error?: { Error?: string; Cause?: string } },
  ports: Pick<Ports, 'store' | 'clock' | 'log' | 'workflows'>,
): Promise<object> {
  const { log } = ports;
  log.error('an automation execution was given up', { executionId, error: error?.Error, cause: error?.Cause });
  while (!(await isRecorded(executionId, ports))) continue;
  const parent = (await getExecution(ports.store, executionId))?.value.parent;
  if (parent) await settleStep(parent, { verdict: 'Ended' }, ports);
  return { executionId, status: 'Failed' };
}

async function isRecorded(executionId: string, { store, clock }: Pick<Ports, 'store' | 'clock'>): Promise<boolean> {
  const execution = await getExecution(store, executionId);
  if (!execution || isFinished(execution.value)) return true;
  const endTime = clock.now();
  const put = executionItem({ ...execution.value, status: 'Failed', endTime, failureMessage: message });
  try {
    await store.write([
      { put, expect: execution.version },
      ...failed(executionId, await getLastStep(store, executionId), endTime),
    ]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}

function failed(executionId: string, step: StoredStep | undefined, endTime: number): Write[] {
  if (!step || isFinished(step.value)) return [];
  const record = { ...step.value, status: 'Failed' as const, endTime, failureMessage: message };
  return [{ put: stepItem(executionId, record), expect: step.version }];
}
