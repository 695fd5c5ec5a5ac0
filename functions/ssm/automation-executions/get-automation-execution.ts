import type { GetAutomationExecutionRequest, GetAutomationExecutionResult } from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { automationExecutionNotFound } from '../errors.ts';
import { targetsView } from '../rate-control/view.ts';
import { loadRun } from './run.ts';
import { executionView } from './view.ts';

/**
 * Tells all about one execution with its steps. Throws AutomationExecutionNotFoundException.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetAutomationExecution.html
 */
export async function getAutomationExecution(
  { AutomationExecutionId: id = '' }: GetAutomationExecutionRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<GetAutomationExecutionResult> {
  const run = await loadRun(store, id);
  if (!run) throw automationExecutionNotFound(id);
  const { value: record } = run.execution;
  return {
    AutomationExecution: { ...executionView(run), ...(record.rateControl && (await targetsView(record, store))) },
  };
}
