import type {
  DescribeAutomationStepExecutionsRequest,
  DescribeAutomationStepExecutionsResult,
} from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { automationExecutionNotFound, invalidNextToken } from '../errors.ts';
import { writeToken } from '../../api/next-token.ts';
import { placeOf } from '../next-token.ts';
import { describeTargets } from '../rate-control/describe-targets.ts';
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
  const place = placeOf<{ last?: string } | null>(listing, NextToken);
  const run = await loadRun(store, id);
  if (!run) throw automationExecutionNotFound(id);
  const { value: record } = run.execution;
  if (record.rateControl) {
    const { after } = placeOf<{ after?: number }>(listing, NextToken) ?? {};
    const { steps, next } = await describeTargets(
      record,
      { fits, limit: MaxResults, isReversed: ReverseOrder, after },
      store,
    );
    return { StepExecutions: steps, ...(next && { NextToken: writeToken(listing, { after: next }) }) };
  }
  const all = stepViews(run);
  if (ReverseOrder) all.reverse();
  const before = place === undefined ? -1 : all.findIndex(({ StepExecutionId }) => StepExecutionId === place?.last);
  if (place !== undefined && before < 0) throw invalidNextToken();
  // The filters come after the place: the step that ended the last page may fit them no longer.
  const steps = all.slice(before + 1).filter(fits);
  const page = steps.slice(0, MaxResults);
  const last = page.at(-1)?.StepExecutionId;
  const isMore = page.length < steps.length;
  return { StepExecutions: page, ...(isMore && last && { NextToken: writeToken(listing, { last }) }) };
}
