import type {
  AutomationExecutionFilter,
  DescribeAutomationExecutionsRequest,
  DescribeAutomationExecutionsResult,
} from '@aws-sdk/client-ssm';
import type { Ports } from '../../ports/ports.ts';
import { InvalidPosition } from '../../ports/store.ts';
import { invalidNextToken } from '../errors.ts';
import { writeToken } from '../../api/next-token.ts';
import { placeOf } from '../next-token.ts';
import { executionFilter } from './filters.ts';
import { isPlace, type Place, type Row, scan, withStep } from './listing.ts';
import { getExecution } from './run.ts';
import { executionMetadata } from './view.ts';

/**
 * Lists executions, newest first. A page may be short, or empty with a NextToken, when few of many fit the filters.
 * Throws InvalidFilterKey, InvalidFilterValue, InvalidNextToken.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeAutomationExecutions.html
 */
export async function describeAutomationExecutions(
  { Filters = [], MaxResults = 50, NextToken }: DescribeAutomationExecutionsRequest,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<DescribeAutomationExecutionsResult> {
  const fits = executionFilter(Filters);
  const listing = { operation: 'DescribeAutomationExecutions', Filters };
  const from = placeOf<Place>(listing, NextToken);
  if (from !== undefined && !isPlace(from)) throw invalidNextToken();
  const id = idOf(Filters);
  const { rows, next } = id
    ? { rows: await byId(store, id, fits), next: undefined }
    : await scanned(store, { filters: Filters, fits, limit: MaxResults, now: clock.now(), from });
  return {
    AutomationExecutionMetadataList: rows.map(({ record, step }) => executionMetadata(record, step)),
    ...(next && { NextToken: writeToken(listing, next) }),
  };
}

/** A place that no listing gave is as good as a foreign token. */
const scanned = (...asked: Parameters<typeof scan>) =>
  scan(...asked).catch((error: unknown) => {
    throw error instanceof InvalidPosition ? invalidNextToken() : error;
  });

const idOf = (filters: AutomationExecutionFilter[]) => {
  const values = filters.find(({ Key }) => Key === 'ExecutionId')?.Values;
  return values?.length === 1 ? values[0] : undefined;
};

async function byId(store: Ports['store'], id: string, fits: (row: Row) => boolean): Promise<Row[]> {
  const found = await getExecution(store, id);
  return found ? [await withStep(store, found.value)].filter(fits) : [];
}
