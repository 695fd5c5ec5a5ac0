import type { StopExecutionInput, StopExecutionOutput } from '@aws-sdk/client-sfn';
import { executionOf, untilDurable } from './describe-execution.ts';
import { endExecution } from './end-execution.ts';
import type { Runtime } from './runtime.ts';

/**
 * StopExecution: ends an execution as ABORTED, with all it waits for; one that is over stays as it ended.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html
 */
export async function stopExecution(runtime: Runtime, request: StopExecutionInput): Promise<StopExecutionOutput> {
  const { executionArn, error, cause } = request;
  const seen = executionOf(runtime, executionArn);
  const running = runtime.executions.running(seen.id);
  if (running) endExecution(runtime, running, { status: 'ABORTED', error, cause });
  const { stoppedAt = runtime.clock.now() } = running ?? seen;
  await untilDurable(runtime, running ?? seen);
  return { stopDate: new Date(stoppedAt) };
}
