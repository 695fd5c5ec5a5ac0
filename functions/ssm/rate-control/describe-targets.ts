import type { StepExecution } from '@aws-sdk/client-ssm';
import type { Store } from '../../ports/store.ts';
import type { ExecutionRecord } from '../automation-executions/record.ts';
import { invalidNextToken } from '../errors.ts';
import { targetSteps } from './view.ts';

/** A page of targets to list as steps; `after` is the sequence number the page before ended with. */
export interface TargetsPage {
  fits: (step: StepExecution) => boolean;
  limit: number;
  isReversed: boolean;
  after: number | undefined;
}

/** The most targets one call reads: filters that few fit end in a short page with a NextToken. */
const mostRead = 1000;

/** One page of the targets of an execution, with the sequence number it ended with where more may follow. */
export async function describeTargets(
  record: ExecutionRecord,
  { fits, limit, isReversed, after }: TargetsPage,
  store: Store,
): Promise<{ steps: StepExecution[]; next?: number }> {
  const { total = 0 } = record.rateControl ?? {};
  if (after !== undefined && !(Number.isInteger(after) && after >= 1 && after <= total)) throw invalidNextToken();
  const steps: StepExecution[] = [];
  let last = after ?? (isReversed ? total + 1 : 0);
  for (let read = 0; read < mostRead && steps.length < limit;) {
    const range = rangeAfter(last, { isReversed, count: limit - steps.length, total });
    const page = await targetSteps(record, range, store);
    if (!page.length) return { steps };
    read += page.length;
    last = isReversed ? range.from : range.to;
    steps.push(...(isReversed ? page.reverse() : page).filter(fits));
  }
  const isMore = isReversed ? last > 1 : last < total;
  return { steps, ...(isMore && { next: last }) };
}

const rangeAfter = (
  last: number,
  { isReversed, count, total }: { isReversed: boolean; count: number; total: number },
): { from: number; to: number } =>
  isReversed
    ? { from: Math.max(1, last - count), to: last - 1 }
    : { from: last + 1, to: Math.min(total, last + count) };
