import type { Item, Stored, Write } from '../../ports/store.ts';
import { isFinished, type StepRecord, type StoredStep } from './record.ts';

/**
 * Steps that began and ended within one write are one record, at the place of the first: nothing becomes of them any more, and a record costs more than
 * what is in it. Who would write one of them anew, having seen none, wants the place of the first too, so that one of the two is refused.
 */
export interface StepPack {
  steps: StepRecord[];
}

/** The steps that a record is of. */
export const stepsOf = (value: StepRecord | StepPack): StepRecord[] => ('steps' in value ? value.steps : [value]);

/** The same, each with the record's place and version. */
export const storedSteps = ({ value, ...place }: Stored<StepRecord | StepPack>): StoredStep[] =>
  stepsOf(value).map((step) => ({ ...place, value: step }));

type Put = Extract<Write, { put: Item }> & { put: Item<StepRecord> };

/** The same changes with every row of new finished steps as one record. */
export function packed(changes: Write[]): Write[] {
  const rows: Write[][] = [];
  for (const change of changes) {
    const last = rows.at(-1)?.at(-1);
    if (last && isPackable(last) && isPackable(change) && follows(last, change)) rows.at(-1)?.push(change);
    else rows.push([change]);
  }
  return rows.flatMap((row) => (row.length > 1 ? pack(row as Put[]) : row));
}

const isPackable = (change: Write): change is Put =>
  'put' in change &&
  change.expect === 0 &&
  change.put.sort.startsWith('step#') &&
  isFinished(change.put.value as StepRecord);

const follows = (last: Put, next: Put) => next.put.value.sequence === last.put.value.sequence + 1;

function pack(row: Put[]): Write[] {
  const [first] = row;
  const value: StepPack = { steps: row.map(({ put }) => put.value) };
  return first ? [{ put: { partition: first.put.partition, sort: first.put.sort, value }, expect: 0 }] : [];
}
