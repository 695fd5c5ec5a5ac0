import type { Ports } from '../../ports/ports.ts';
import { getExecution } from '../automation-executions/run.ts';
import { keepToken } from '../automation-executions/wait.ts';
import { wakeIfCalled } from '../rate-control/wake.ts';

/**
 * The body of Waiting: puts the token on record, then looks whether something ended, or a stop came, before the token was there. Whoever ends or
 * stops writes first and then looks for the token, so one of the two always sees the other.
 */
export async function rateControlWaiting(
  { executionId, token, wait = 0 }: { executionId: string; token: string; wait?: number },
  ports: Pick<Ports, 'store' | 'workflows' | 'clock'>,
): Promise<object> {
  await keepToken(ports.store, { executionId, token, number: wait }, ports.clock.now());
  const execution = await getExecution(ports.store, executionId);
  if (execution) await wakeIfCalled(ports, execution.value);
  return {};
}
