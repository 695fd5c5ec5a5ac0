import type { Item, Store, Write } from '../../functions/ports/store.ts';
import { type StepPack, stepsOf } from '../../functions/ssm/automation-executions/step-pack.ts';
import type { Database } from '../../local/database.ts';
import { stepKey, type ExecutionRecord, type StepRecord } from '../../functions/ssm/automation-executions/record.ts';

const over = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled']);

/** Looks at each change of an execution or a step: `history` tells them all, `broken` what must never happen. */
export interface Watch {
  broken: string[];
  history: string[];
  watched: (store: Store) => Store;
  /** Looks at a call that an execution makes outside: its step must be on record before. */
  called: (executionId: string, stepName: string) => void;
  /** Learns what is on the disk when a program starts, also what nobody was told of. */
  learn: (database: Database) => void;
  /** The executions on record. */
  executions: () => string[];
}

const all = `SELECT partition, sort, value FROM records
  WHERE partition LIKE 'automation-execution#%' AND (sort = 'execution' OR sort LIKE 'step#%')`;

export function newWatch(): Watch {
  const broken: string[] = [];
  const history: string[] = [];
  const before = new Map<string, StepRecord | ExecutionRecord>();
  const look = (change: Write): void => {
    if (!('put' in change) || !change.put.partition.startsWith('automation-execution#')) return;
    for (const [name, record] of recordsOf(change.put)) lookAt(change.put.partition, name, record);
  };
  const lookAt = (partition: string, name: string, record: StepRecord | ExecutionRecord): void => {
    const last = before.get(name);
    history.push(`${name} ${record.status}`);
    if (last && over.has(last.status) && record.status !== last.status)
      broken.push(`${name}: ${last.status} became ${record.status}`);
    if ('attempt' in record) {
      const execution = before.get(`${partition} execution`) as ExecutionRecord | undefined;
      const faults = stepFaults(last as StepRecord | undefined, record, execution);
      broken.push(...faults.map((fault) => `${name}: ${fault}`));
    }
    before.set(name, structuredClone(record));
  };
  const called = (executionId: string, stepName: string): void => {
    const isBegun = [...before].some(
      ([name, record]) => name.includes(`#${executionId} step#`) && 'name' in record && record.name === stepName,
    );
    if (!isBegun) broken.push(`${executionId}: ${stepName} did something before it was on record`);
  };
  const learn = (database: Database): void => {
    before.clear();
    for (const { partition, sort, value } of database.prepare(all).all()) {
      const item = { partition: String(partition), sort: String(sort), value: JSON.parse(String(value)) as object };
      for (const [name, record] of recordsOf(item)) before.set(name, record);
    }
  };
  return {
    broken,
    history,
    called,
    learn,
    executions: () =>
      [...before.keys()].flatMap((name) => /^automation-execution#(\S+) execution$/.exec(name)?.[1] ?? []),
    watched: (store) => ({
      ...store,
      write: async (changes) => {
        await store.write(changes);
        changes.forEach(look);
      },
    }),
  };
}

/** The execution or the steps that a record of a run is of, by their names; none where it is of neither. */
function recordsOf({ partition, sort, value }: Item): [name: string, record: StepRecord | ExecutionRecord][] {
  if (sort === 'execution') return [[`${partition} ${sort}`, value as ExecutionRecord]];
  if (!sort.startsWith('step#')) return [];
  return stepsOf(value as StepRecord | StepPack).map((step) => [
    `${partition} ${stepKey('', step.sequence).sort}`,
    step,
  ]);
}

function stepFaults(last: StepRecord | undefined, next: StepRecord, execution: ExecutionRecord | undefined): string[] {
  const faults: string[] = [];
  const isEnded = execution && over.has(execution.status);
  if (isEnded && !over.has(next.status)) faults.push(`${next.status} though its execution is ${execution.status}`);
  if (!last) return faults;
  if (next.attempt < last.attempt) faults.push(`attempt ${last.attempt} became ${next.attempt}`);
  if (next.attempt !== last.attempt || over.has(next.status)) return faults;
  const [had, has] = [last.decisions ?? [], next.decisions ?? []];
  if (JSON.stringify(has.slice(0, had.length)) !== JSON.stringify(had)) faults.push('a decision was lost');
  if (has.length > had.length) faults.push(...decisionFaults(last, next, execution));
  if (last.verdict && next.verdict && last.verdict.verdict !== next.verdict.verdict)
    faults.push(`the verdict ${last.verdict.verdict} became ${next.verdict.verdict}`);
  return faults;
}

/** Nothing counts after the verdict, after the step's last moment, or once the execution is being stopped. */
function decisionFaults(last: StepRecord, next: StepRecord, execution: ExecutionRecord | undefined): string[] {
  const faults: string[] = [];
  const time = next.decisions?.at(-1)?.time ?? 0;
  if (last.verdict) faults.push(`a decision came after ${last.verdict.verdict}`);
  if (time >= (last.wakeAt ?? Infinity)) faults.push('a decision came after its time');
  if (execution?.status === 'Cancelling') faults.push('a decision came after the stop');
  return faults;
}
