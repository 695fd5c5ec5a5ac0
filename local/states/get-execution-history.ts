import type { GetExecutionHistoryInput, GetExecutionHistoryOutput } from '@aws-sdk/client-sfn';
import { executionOf, untilDurable } from './describe-execution.ts';
import { historyEvent, type KeptEvent } from './history-event.ts';
import type { Runtime } from './runtime.ts';

/** The most events of one page. */
const mostEvents = 1000;

/**
 * GetExecutionHistory: the events that the engine's history level keeps, as far as they are on disk.
 * Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
 */
export async function getExecutionHistory(
  runtime: Runtime,
  request: GetExecutionHistoryInput,
): Promise<GetExecutionHistoryOutput> {
  const { executionArn, maxResults, nextToken, reverseOrder = false } = request;
  const execution = executionOf(runtime, executionArn);
  await untilDurable(runtime, execution);
  const chunks = runtime.executions.eventsOf(execution);
  await runtime.turns.durable();
  const kept = chunks.flatMap((chunk) => JSON.parse(chunk) as KeptEvent[]);
  if (reverseOrder) kept.reverse();
  const from = Number(nextToken ?? 0);
  const to = from + (maxResults || mostEvents);
  const events = kept.slice(from, to).map(historyEvent);
  return { events, ...(to < kept.length ? { nextToken: String(to) } : {}) };
}
