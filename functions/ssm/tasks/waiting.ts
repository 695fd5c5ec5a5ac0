import type { Ports } from '../../ports/ports.ts';
import { getExecution, getLastStep } from '../automation-executions/run.ts';
import { keepToken } from '../automation-executions/wait.ts';
import { wake } from '../automation-executions/wake.ts';

/**
 * The body of Waiting: puts the token on record, then looks whether the end of the wait was decided before the token was there.
 * A signal writes its decision first and then looks for the token, so one of the two always sees the other.
 */
export async function waiting(
  { executionId, token, wait = 0 }: { executionId: string; token: string; wait?: number },
  ports: Pick<Ports, 'store' | 'workflows' | 'clock'>,
): Promise<object> {
  const { store, clock } = ports;
  await keepToken(store, { executionId, token, number: wait }, clock.now());
  const [execution, step] = await Promise.all([getExecution(store, executionId), getLastStep(store, executionId)]);
  await wake(ports, { execution: execution?.value, step: step?.value });
  return {};
}
