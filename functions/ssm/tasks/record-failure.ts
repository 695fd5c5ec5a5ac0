import type { Ports } from '../../ports/ports.ts';
import { isWritten } from '../../ports/until-written.ts';
import { admit, leave, withoutSlot } from '../automation-executions/admission.ts';
import { executionEvent, stepEvent } from '../automation-executions/event.ts';
import { executionItem, isFinished, stepItem, type StepRecord } from '../automation-executions/record.ts';
import { getExecution, getSteps, loadRun } from '../automation-executions/run.ts';
import { cancelWork } from '../automation-executions/step-work.ts';
import { tellParent } from '../automation-executions/tell-parent.ts';
import { wake } from '../automation-executions/wake.ts';
import { stopAllChildren } from '../rate-control/stop-children.ts';

const message =
  'Internal Server Error. Please refer to Automation Service Troubleshooting Guide for more diagnosis details.';

/**
 * The last resort of the machine: writes a failure of the engine itself into the execution, so that no run stays unfinished, then stops what its
 * step started outside. Throws where that cannot be stopped, so that the machine tries again; the record stands by then.
 */
export async function recordFailure(
  { executionId, error }: { executionId: string; error?: { Error?: string; Cause?: string } },
  ports: Ports,
): Promise<object> {
  const { log } = ports;
  log.error('an automation execution was given up', { executionId, error: error?.Error, cause: error?.Cause });
  while (!(await isRecorded(executionId, ports))) continue;
  const execution = (await getExecution(ports.store, executionId))?.value;
  if (execution) {
    await admit(ports, execution);
    await tellParent(execution, ports);
    // A successor may wait already where its start was given up.
    await wake(ports, { execution, step: undefined });
  }
  await stopWork(executionId, ports);
  return { executionId, status: 'Failed' };
}

async function isRecorded(
  executionId: string,
  { store, clock, events }: Pick<Ports, 'store' | 'clock' | 'events'>,
): Promise<boolean> {
  const execution = await getExecution(store, executionId);
  if (!execution || isFinished(execution.value)) return true;
  const endTime = clock.now();
  const left = await leave(store, execution.value);
  const record = { ...withoutSlot(execution.value), status: 'Failed' as const, endTime, failureMessage: message };
  const open = (await getSteps(store, executionId)).filter(({ value }) => !isFinished(value));
  const steps = open.map((step) => ({ ...step, value: failed(step.value, endTime) }));
  const put = executionItem(record);
  const puts = steps.map(({ value, version }) => ({ put: stepItem(executionId, value), expect: version }));
  if (!(await isWritten(store, [{ put, expect: execution.version }, ...puts, ...left]))) return false;
  await events.publish(() => [
    ...steps.map(({ value }) => stepEvent(record, value, endTime)).reverse(),
    executionEvent(record, endTime),
  ]);
  return true;
}

/** The step that ran, or one of the loops around it. */
const failed = (record: StepRecord, endTime: number): StepRecord => ({
  ...record,
  status: 'Failed',
  endTime,
  failureMessage: message,
});

const isGivenUp = ({ status, failureMessage }: StepRecord) => status === 'Failed' && failureMessage === message;

/** The step that was given up keeps what its action knew of its work, so that a second try stops it too; targets know their executions. */
async function stopWork(executionId: string, ports: Ports): Promise<void> {
  const run = await loadRun(ports.store, executionId);
  if (run?.execution.value.rateControl) return stopAllChildren(run.execution.value, ports);
  const step = run?.steps.findLast(({ value }) => isGivenUp(value))?.value;
  if (run && step) await cancelWork(run, step, ports);
}
