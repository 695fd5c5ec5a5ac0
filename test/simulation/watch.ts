import type { Item, Store, Write } from '../../functions/ports/store.ts';
import { stepKey, type StepRecord } from '../../functions/ssm/automation-executions/record.ts';
import { stepsOf } from '../../functions/ssm/automation-executions/step-pack.ts';
import type { Database } from '../../local/database/database.ts';

/** A record that was written as `next`, or removed where that is absent; `last` is what it was. */
export interface Change<Value = unknown> {
  partition: string;
  sort: string;
  last: Value | undefined;
  next: Value | undefined;
}

/** The records that are looked at, as they were last written, by partition and sort key with a space between. */
export type Records = ReadonlyMap<string, unknown>;

/** What must never happen to the records whose names match: what a change breaks, in words. */
export interface Rule {
  of: RegExp;
  faults: (change: Change, records: Records) => string[];
}

/** Looks at each change of the records that rules are about: `history` tells them all, `broken` what must never happen. */
export interface Watch {
  broken: string[];
  history: string[];
  records: Records;
  watched: (store: Store) => Store;
  /** Learns what is on the disk when a program starts, also what nobody was told of. */
  learn: (database: Database) => void;
}

export function newWatch(rules: Rule[]): Watch {
  const broken: string[] = [];
  const history: string[] = [];
  const records = new Map<string, unknown>();
  const look = (write: Write): void => {
    if ('put' in write) for (const { sort, value } of recordsIn(write.put)) lookAt(write.put.partition, sort, value);
    else if ('remove' in write) lookAt(write.remove.partition, write.remove.sort, undefined);
  };
  const lookAt = (partition: string, sort: string, value: unknown): void => {
    const name = `${partition} ${sort}`;
    const mine = rules.filter(({ of }) => of.test(name));
    if (mine.length === 0) return;
    const next = structuredClone(value);
    history.push(`${name} ${statusOf(next)}`);
    const change: Change = { partition, sort, last: records.get(name), next };
    for (const { faults } of mine) broken.push(...faults(change, records).map((fault) => `${name}: ${fault}`));
    if (next === undefined) records.delete(name);
    else records.set(name, next);
  };
  return {
    broken,
    history,
    records,
    watched: (store) => ({
      ...store,
      write: async (changes) => {
        await store.write(changes);
        changes.forEach(look);
      },
    }),
    learn: (database) => {
      records.clear();
      for (const { partition, sort, value } of database.prepare(all).all()) {
        const item = { partition: String(partition), sort: String(sort), value: JSON.parse(String(value)) as object };
        for (const one of recordsIn(item)) {
          const name = `${item.partition} ${one.sort}`;
          if (rules.some(({ of }) => of.test(name))) records.set(name, one.value);
        }
      }
    },
  };
}

const all = 'SELECT partition, sort, value FROM records';

/** What is looked at of what is written: steps that are one record are each a record here. */
function recordsIn({ sort, value }: Item): { sort: string; value: unknown }[] {
  if (!sort.startsWith('step#')) return [{ sort, value }];
  return stepsOf(value as StepRecord).map((step) => ({ sort: stepKey('', step.sequence).sort, value: step }));
}

const statusOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'status' in value ? String(value.status) : typeof value;
