import type { Ports } from '../../ports/ports.ts';
import { unknownState } from '../automation-executions/alarm.ts';
import { getExecution } from '../automation-executions/run.ts';
import { requestStop } from '../automation-executions/stop-automation-execution.ts';

/** The last resort of the watch over an alarm: an execution that nobody watches any more is cancelled, unless it may go on so. */
export async function stopUnwatched(
  { executionId, error }: { executionId: string; error?: { Error?: string; Cause?: string } },
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events' | 'log'>,
): Promise<object> {
  ports.log.error('the watch over an alarm was given up', { executionId, error: error?.Error, cause: error?.Cause });
  const execution = (await getExecution(ports.store, executionId))?.value;
  const state = execution ? unknownState(execution) : 'quiet';
  if (typeof state === 'object') await requestStop(executionId, ports, { triggeredAlarms: state.triggered });
  return { executionId };
}
