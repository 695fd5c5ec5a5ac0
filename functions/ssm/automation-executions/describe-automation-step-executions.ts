import type {
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult,
} from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { automationExecutionNotFound } from '../errors.ts';
import { placeOf, writeToken } from '../next-token.ts';
import { stepFilter } from './filters.ts';
import { loadRun } from './run.ts';
import { stepViews } from './view.ts';

/**
 * Lists the steps of one execution in the order they started, those not reached yet last; `ReverseOrder` turns it round.
 * Throws AutomationExecutionNotFoundException, InvalidFilterKey, InvalidFilterValue, InvalidNextToken.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationStepExecutions.html
 */
export async function describeAutomationStepExecutions(
  input: DescribeAutomationStepExecutionsRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeAutomationStepExecutionsResult> {
  const { AutomationExecutionId: id = '', Filters = [], MaxResults = 50, ReverseOrder = false, NextToken } = input;
  const fits = stepFilter(Filters);
  const listing = { operation: 'DescribeAutomationStepExecutions', id, Filters, ReverseOrder };
  const place = placeOf<{ last: string }>(listing, NextToken);
  const run = await loadRun(store, id);
  if (!run) throw automationExecutionNotFound(id);
  const steps = stepViews(run).filter(fits);
  if (ReverseOrder) steps.reverse();
  const begin = place ? steps.findIndex(({ StepExecutionId }) => StepExecutionId === place.last) + 1 : 0;
  const page = steps.slice(begin, begin + MaxResults);
  const last = page.at(-1)?.StepExecutionId;
  const isMore = begin + page.length < steps.length;
  return { StepExecutions: page, ...(isMore && last && { NextToken: writeToken(listing, { last }) }) };
}
