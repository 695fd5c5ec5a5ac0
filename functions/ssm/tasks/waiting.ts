import { WriteConflict } from '../../ports/store.ts';
import type { Ports } from '../../ports/ports.ts';
import { stepItem } from '../automation-executions/record.ts';
import { getExecution, getLastStep } from '../automation-executions/run.ts';
import { wake } from '../automation-executions/wake.ts';

/**
 * The body of Waiting: puts the token on the record of the step that waits, then looks whether its end was decided before the token was there.
 * A signal writes its decision first and then looks for the token, so one of the two always sees the other.
 */
export async function waiting(
  input: { executionId: string; token: string },
  ports: Pick<Ports, 'store' | 'workflows'>,
): Promise<object> {
  const { executionId, token } = input;
  while (!(await leaveToken(input, ports))) continue;
  const [execution, step] = await Promise.all([
    getExecution(ports.store, executionId),
    getLastStep(ports.store, executionId),
  ]);
  await wake(ports.workflows, { token, execution: execution?.value, step: step?.value });
  return {};
}

async function leaveToken(
  { executionId, token }: { executionId: string; token: string },
  { store }: Pick<Ports, 'store'>,
) {
  const step = await getLastStep(store, executionId);
  if (!step || step.value.token === token || step.value.otherToken === token) return true;
  const { token: otherToken } = step.value;
  const put = stepItem(executionId, { ...step.value, token, ...(otherToken !== undefined && { otherToken }) });
  try {
    await store.write([{ put, expect: step.version }]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflict) return false;
    throw error;
  }
}
