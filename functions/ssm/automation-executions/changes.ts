import type { Event } from '../../ports/events.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Write } from '../../ports/store.ts';
import { shownStatus } from '../change-requests/record.ts';
import { withChangeStatus } from '../change-requests/status.ts';
import { executionEvent, stepEvent } from './event.ts';
import { learn } from './known.ts';
import { type ExecutionRecord, executionItem, type ExecutionStatus, stepItem, type StepRecord } from './record.ts';
import { getExecution, type Run } from './run.ts';

/** One drive over a run: the changes not yet written, what the bus is to be told of them, and until when it may go on (epoch milliseconds). */
export interface Drive {
  run: Run;
  ports: Ports;
  changes: Map<string, Write>;
  toTell: (() => Event)[];
  until: number;
}

/** A step has begun, or come further. */
export function setStep({ run, ports, changes, toTell }: Drive, record: StepRecord): void {
  const stored = run.steps[record.sequence - 1];
  if (!stored) throw new Error(`Step ${record.sequence} was never started.`);
  const execution = run.execution.value;
  const item = stepItem(execution.id, record);
  // A step that begins stands in the run already.
  const isNew = stored.value === record;
  if (isNew || stored.value.status !== record.status) {
    const now = ports.clock.now();
    toTell.push(() => stepEvent(execution, record, now));
  }
  run.steps[record.sequence - 1] = { ...item, version: stored.version };
  learn(run.known, record);
  changes.set(item.sort, { put: item, expect: stored.version });
}

/** The execution's status, which stays Cancelling once it is. */
export function setStatus(drive: Drive, status: ExecutionStatus): void {
  const { value } = drive.run.execution;
  if (value.status !== status && value.status !== 'Cancelling') setExecution(drive, { ...value, status });
}

/** The execution's record changes. */
export function setExecution({ run, ports, changes, toTell }: Drive, changed: ExecutionRecord): void {
  const record = noted(run, changed);
  const item = executionItem(record);
  if (shownStatus(record) !== shownStatus(run.execution.value)) {
    const now = ports.clock.now();
    toTell.push(() => executionEvent(record, now));
  }
  changes.set(item.sort, { put: item, expect: run.execution.version });
  run.execution = { ...item, version: run.execution.version };
}

/** Writes what changed, all or nothing, learns of a stop that came meanwhile, and tells the bus what is on record now. */
export async function flush(drive: Drive): Promise<void> {
  const { run, ports, changes, toTell } = drive;
  const { value } = run.execution;
  if (noted(run, value) !== value) setExecution(drive, value);
  const writes = [...changes.values()];
  changes.clear();
  const [, latest] = await Promise.all([write(ports.store, writes), getExecution(ports.store, run.execution.value.id)]);
  for (const change of writes) if ('put' in change) bump(run, change.put.sort);
  if (latest && latest.version > run.execution.version) run.execution = latest;
  drive.toTell = [];
  if (toTell.length) await ports.events.publish(() => toTell.map((make) => make()));
}

/** The record of the execution, with the status of its change request as its steps stand now where it is one. */
const noted = ({ known }: Run, record: ExecutionRecord): ExecutionRecord =>
  (record.change && withChangeStatus(record, known.records)) ?? record;

const write = (store: Store, writes: Write[]) => (writes.length ? store.write(writes) : Promise.resolve());

function bump(run: Run, sort: string): void {
  if (sort === run.execution.sort) run.execution = { ...run.execution, version: run.execution.version + 1 };
  const step = sort.startsWith('step#') && run.steps.findLast((stored) => stored.sort === sort);
  if (step) step.version += 1;
}
