import type { Ports } from '../../ports/ports.ts';
import { admit } from '../automation-executions/admission.ts';
import { getExecution } from '../automation-executions/run.ts';
import { keepToken } from '../automation-executions/wait.ts';
import { wake } from '../automation-executions/wake.ts';

/** The body of Pending: puts the token on record, then looks whether there is a place by now, or whether the run was stopped. */
export async function pending(
  { executionId, token, wait = 0 }: { executionId: string; token: string; wait?: number },
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events' | 'quotas'>,
): Promise<object> {
  await keepToken(ports.store, { executionId, token, number: wait }, ports.clock.now());
  const before = await getExecution(ports.store, executionId);
  if (before?.value.status === 'Pending') await admit(ports, before.value);
  await wake(ports, { execution: (await getExecution(ports.store, executionId))?.value, step: undefined });
  return {};
}
