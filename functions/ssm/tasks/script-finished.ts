import type { Ports } from '../../ports/ports.ts';
import type { ScriptResult } from '../../ports/scripts.ts';
import { WriteConflict } from '../../ports/store.ts';
import { isFinished, stepItem, type StoredStep, type Verdict } from '../automation-executions/record.ts';
import { getExecution, getLastStep } from '../automation-executions/run.ts';
import { wake } from '../automation-executions/wake.ts';

/** Takes the result of a script (`id` is execution/step/attempt): onto the step's record first, then the run is woken. A late or repeated result changes nothing. */
export async function scriptFinished(
  { id, result }: { id: string; result: ScriptResult },
  { store, workflows }: Pick<Ports, 'store' | 'workflows'>,
): Promise<void> {
  const [executionId = '', stepId, attempt] = id.split('/');
  for (;;) {
    const [execution, step] = await Promise.all([getExecution(store, executionId), getLastStep(store, executionId)]);
    if (!execution || !step || !awaits(step, stepId, Number(attempt))) return;
    const isKept = step.value.verdict ? true : await keep(store, step, { executionId, verdict: verdictOf(result) });
    if (isKept)
      return wake(workflows, { token: step.value.token, execution: execution.value, step: withVerdict(step, result) });
  }
}

const awaits = ({ value }: StoredStep, stepId: string | undefined, attempt: number) =>
  value.id === stepId && value.attempt === attempt && !isFinished(value);

const withVerdict = ({ value }: StoredStep, result: ScriptResult) => ({
  ...value,
  verdict: value.verdict ?? verdictOf(result),
});

function verdictOf(result: ScriptResult): Verdict {
  if (result.status === 'Success') return { verdict: 'Success', payload: result.payload, log: result.log };
  return { verdict: result.status, message: result.message, log: result.log };
}

async function keep(
  store: Ports['store'],
  step: StoredStep,
  { executionId, verdict }: { executionId: string; verdict: Verdict },
) {
  try {
    await store.write([{ put: stepItem(executionId, { ...step.value, verdict }), expect: step.version }]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}
