import type { Ports } from '../../ports/ports.ts';
import type { ScriptResult } from '../../ports/scripts.ts';
import type { Verdict } from '../automation-executions/record.ts';
import { attemptFrom, settleStep } from '../automation-executions/settle-step.ts';

/** Takes the result of a script, whose `id` is execution/step/attempt, to the step that waits for it. */
export const scriptFinished = (
  { id, result }: { id: string; result: ScriptResult },
  ports: Pick<Ports, 'store' | 'workflows'>,
): Promise<void> => settleStep(attemptFrom(id), verdictOf(result), ports);

function verdictOf(result: ScriptResult): Verdict {
  if (result.status === 'Success') return { verdict: 'Success', payload: result.payload };
  return { verdict: result.status, message: result.message };
}
