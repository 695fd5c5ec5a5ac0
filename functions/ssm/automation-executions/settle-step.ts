import type { Ports } from '../../ports/ports.ts';
import { isWritten } from '../../ports/until-written.ts';
import type { Attempt, StoredStep, Verdict } from './record.ts';
import { isFinished, stepItem } from './record.ts';
import { getExecution, getLastStep } from './run.ts';
import { wake } from './wake.ts';

/** An attempt as text: `execution/step/attempt`. */
export const attemptName = ({ executionId, stepId, attempt }: Attempt): string => `${executionId}/${stepId}/${attempt}`;

/** The attempt that `attemptName` wrote. */
export function attemptFrom(name: string): Attempt {
  const [executionId = '', stepId = '', attempt] = name.split('/');
  return { executionId, stepId, attempt: Number(attempt) };
}

type Needs = Pick<Ports, 'store' | 'workflows'>;

/** Tells a waiting attempt what ended its wait: onto the step's record first, then the run is woken. What comes late, or again, changes nothing. */
export async function settleStep(attempt: Attempt, verdict: Verdict, ports: Needs): Promise<void> {
  while (!(await isSettled(attempt, verdict, ports))) continue;
}

async function isSettled(attempt: Attempt, verdict: Verdict, ports: Needs): Promise<boolean> {
  const { store } = ports;
  const { executionId } = attempt;
  const [execution, step] = await Promise.all([getExecution(store, executionId), getLastStep(store, executionId)]);
  if (!execution || !step || !awaits(step, attempt)) return true;
  const settled = { ...step.value, verdict: step.value.verdict ?? verdict };
  const put = stepItem(executionId, settled);
  if (!step.value.verdict && !(await isWritten(store, [{ put, expect: step.version }]))) return false;
  await wake(ports, { execution: execution.value, step: settled });
  return true;
}

const awaits = ({ value }: StoredStep, { stepId, attempt }: Attempt) =>
  value.id === stepId && value.attempt === attempt && !isFinished(value);
