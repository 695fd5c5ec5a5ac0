import { signal } from '@preact/signals';
import type { AutomationExecutionFilter, AutomationExecutionMetadata } from '@aws-sdk/client-ssm';
import { mapAtOnce } from '../../clients/at-once.ts';
import { problemOf } from '../../clients/problem.ts';

/** One row of the list. */
export type Row = AutomationExecutionMetadata;

const page = 50;

/** The pages of a listing that have been read so far, newest first, kept new at the top. */
export interface Pages {
  rows: ReturnType<typeof signal<Row[]>>;
  state: ReturnType<typeof signal<{ isLoading: boolean; isWhole: boolean; problem: string }>>;
  /** Reads the next page, unless one is being read. */
  more: () => void;
  /** Reads the newest page again, and rows further down that are known to have changed. */
  renew: (changed: string[]) => Promise<void>;
}

/** Opens a listing. */
export function pagesOf(filters: AutomationExecutionFilter[]): Pages {
  const rows = signal<Row[]>([]);
  const state = signal({ isLoading: false, isWhole: false, problem: '' });
  let next: string | undefined;
  const read = async (Filters: AutomationExecutionFilter[], NextToken?: string) => {
    const { describeAutomationExecutions } = await import('../../clients/ssm.ts');
    return describeAutomationExecutions({ ...(Filters.length && { Filters }), MaxResults: page, NextToken });
  };
  /** Who scrolls far gets several pages at once. */
  const readOn = async (pages: number): Promise<Row[]> => {
    const found: Row[] = [];
    do {
      const { AutomationExecutionMetadataList = [], NextToken } = await read(filters, next);
      next = NextToken;
      found.push(...AutomationExecutionMetadataList);
    } while (next !== undefined && --pages > 0);
    return found;
  };
  const more = () => {
    const { isLoading, isWhole, problem } = state.peek();
    if (isLoading || isWhole || problem) return;
    state.value = { isLoading: true, isWhole, problem: '' };
    readOn(rows.peek().length < 200 ? 1 : 4).then(
      (found) => {
        rows.value = merged(rows.peek(), found);
        state.value = { isLoading: false, isWhole: next === undefined, problem: '' };
        // A page may be empty though more follow, where few of many fit.
        if (found.length === 0 && next !== undefined) more();
      },
      (error: unknown) => (state.value = { isLoading: false, isWhole, problem: problemOf(error) }),
    );
  };
  const renew = async (changed: string[]) => {
    if (state.peek().problem) state.value = { ...state.peek(), problem: '' };
    const { AutomationExecutionMetadataList: newest = [] } = await read(filters);
    const seen = new Set(newest.map(({ AutomationExecutionId: id }) => id));
    const below = rows.peek().filter(({ AutomationExecutionId: id = '' }) => changed.includes(id) && !seen.has(id));
    const again = await mapAtOnce(below, ({ AutomationExecutionId: id = '' }) => one(read, id));
    rows.value = merged(rows.peek(), [...newest, ...again.flat()]);
  };
  return { rows, state, more, renew };
}

const one = async (
  read: (filters: AutomationExecutionFilter[]) => Promise<{ AutomationExecutionMetadataList?: Row[] | undefined }>,
  id: string,
) => (await read([{ Key: 'ExecutionId', Values: [id] }])).AutomationExecutionMetadataList ?? [];

const startOf = ({ ExecutionStartTime }: Row): number => ExecutionStartTime?.getTime() ?? 0;

/** Two lists of rows as one, each row once in its newest form, newest start first. */
function merged(known: Row[], read: Row[]): Row[] {
  const byId = new Map(known.map((row) => [row.AutomationExecutionId, row]));
  const isAppended = read.every((row) => !byId.has(row.AutomationExecutionId)) && isBelow(known, read);
  if (isAppended) return [...known, ...read];
  for (const row of read) byId.set(row.AutomationExecutionId, row);
  return [...byId.values()].sort((one, other) => startOf(other) - startOf(one));
}

const isBelow = (known: Row[], read: Row[]): boolean => {
  const [last, first] = [known.at(-1), read[0]];
  return !last || !first || startOf(last) >= startOf(first);
};
