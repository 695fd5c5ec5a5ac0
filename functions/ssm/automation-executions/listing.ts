import type { AutomationExecutionFilter } from '@aws-sdk/client-ssm';
import { orderOf } from '../../ports/order.ts';
import type { IndexName, Store } from '../../ports/store.ts';
import { startTimes } from './filters.ts';
import {
  childrenPartition,
  type ExecutionRecord,
  isFinished,
  listingPartition,
  monthOf,
  clockSlack,
  monthsBack,
  statusPartition,
  type StepRecord,
} from './record.ts';
import { getLastStep } from './run.ts';

/** Where a listing goes on: in the partition of a month such as 2026-11, after a place in it. */
export interface Place {
  month: string;
  after?: string;
}

/** Whether a token's place is one that a listing may have given; what follows `after` is for the store to say. */
export const isPlace = (place: Partial<Place> | null): place is Place =>
  /^\d{4}-(0[1-9]|1[0-2])$/.test(String(place?.month)) &&
  (place?.after === undefined || typeof place.after === 'string');

/** An execution with the step it is at, which only an unfinished one has. */
export interface Row {
  record: ExecutionRecord;
  step?: StepRecord;
}

interface Scan {
  filters: AutomationExecutionFilter[];
  fits: (row: Row) => boolean;
  limit: number;
  now: number;
  from: Place | undefined;
}

/** Runs are kept 30 days after their end and may wait a year, so this is as old as one gets. */
const mostMonths = 14;
/** The most records one call reads: filters that few fit end in a short page with a NextToken, never in a long call. */
const mostRead = 1000;

/** One page of executions, newest first, month by month through the most selective listing. */
export async function scan(store: Store, options: Scan): Promise<{ rows: Row[]; next?: Place }> {
  const rows: Row[] = [];
  const months = monthsFrom(options);
  let place: Place | undefined = options.from ?? nextMonth(months);
  for (let read = 0; place && rows.length < options.limit && read < mostRead;) {
    const page = await store.list<ExecutionRecord>(query(options, place, options.limit - rows.length));
    read += page.items.length;
    const found = await Promise.all(page.items.map(({ value }) => withStep(store, value)));
    rows.push(...found.filter(options.fits));
    place = page.next === undefined ? nextMonth(months, place) : { month: place.month, after: page.next };
  }
  return { rows, ...(place && { next: place }) };
}

/** Reads the step an unfinished execution is at. */
export async function withStep(store: Store, record: ExecutionRecord): Promise<Row> {
  const step = isFinished(record) ? undefined : await getLastStep(store, record.id);
  return { record, ...(step && !isFinished(step.value) && { step: step.value }) };
}

function query({ filters }: Scan, { month, after }: Place, limit: number) {
  const { before, after: since } = startTimes(filters);
  return {
    ...selective(filters, Date.parse(`${month}-01T00:00:00Z`)),
    descending: true,
    limit,
    ...(since > 0 && { from: orderOf(since) }),
    ...(before < Infinity && { to: orderOf(before) }),
    ...(after !== undefined && { after }),
  };
}

/** The listing of a month with the fewest records that the filters can be looked up in. */
function selective(filters: AutomationExecutionFilter[], time: number): { index: IndexName; partition: string } {
  const only = (key: string) => {
    const values = filters.find(({ Key }) => Key === key)?.Values ?? [];
    return values.length === 1 ? values[0] : undefined;
  };
  const [parent, status] = [only('ParentExecutionId'), only('ExecutionStatus')];
  if (parent !== undefined) return { index: 'parent', partition: childrenPartition(parent, time) };
  if (status !== undefined) return { index: 'status', partition: statusPartition(status, time) };
  return { index: 'listing', partition: listingPartition(time) };
}

/** The months to look through, newest first: from the filters' upper bound or now, back to their lower bound. */
function monthsFrom({ filters, now }: Scan): string[] {
  const { before, after } = startTimes(filters);
  const newest = Math.min(before, now + clockSlack);
  const months = monthsBack(newest, mostMonths).map(monthOf);
  const oldest = after > 0 ? monthOf(after) : '';
  return months.filter((month) => month >= oldest);
}

function nextMonth(months: string[], place?: Place): Place | undefined {
  const month = place ? months.find((candidate) => candidate < place.month) : months[0];
  return month === undefined ? undefined : { month };
}
