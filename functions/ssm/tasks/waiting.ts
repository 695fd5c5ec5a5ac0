import type { Ports } from '../../ports/ports.ts';
import { unlessGone } from '../../ports/waits.ts';
import { isFinished, type StepRecord } from '../automation-executions/record.ts';
import { getExecution, getLastStep } from '../automation-executions/run.ts';
import { keepToken } from '../automation-executions/wait.ts';
import { wake } from '../automation-executions/wake.ts';

/** The wait that begins: its number, how long it lasts at most, and the token that ends it sooner. */
interface Wait {
  executionId: string;
  token: string;
  wait?: number;
  timeoutSeconds?: number;
}

/**
 * The body of Waiting: puts the token on record, then looks whether the end of the wait was decided before the token was there.
 * A signal writes its decision first and then looks for the token, so one of the two always sees the other.
 */
export async function waiting(
  { executionId, token, wait = 0, timeoutSeconds }: Wait,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock'>,
): Promise<object> {
  const { store, workflows, clock } = ports;
  await keepToken(store, { executionId, token, number: wait }, clock.now());
  const [execution, step] = await Promise.all([getExecution(store, executionId), getLastStep(store, executionId)]);
  if (isTooLong(step?.value, clock.now(), timeoutSeconds)) await unlessGone(workflows.succeed(token, { executionId }));
  else await wake(ports, { execution: execution?.value, step: step?.value });
  return {};
}

/** More than two functions' clocks and starts are apart, in milliseconds. */
const slack = 60_000;

/** A run that was worked on twice at once may have gone on to a step that must be looked at long before this wait, meant for the step before, would end. */
const isTooLong = (step: StepRecord | undefined, now: number, timeoutSeconds = 0): boolean =>
  step?.wakeAt !== undefined && !isFinished(step) && step.wakeAt + slack < now + timeoutSeconds * 1000;
