import type { Event } from '../../ports/events.ts';
import type { Ports } from '../../ports/ports.ts';
import { keyOf } from '../../ports/record-limits.ts';
import { type Item, RecordTooLarge, type Write } from '../../ports/store.ts';
import { shownStatus } from '../change-requests/record.ts';
import { withChangeStatus } from '../change-requests/status.ts';
import { executionEvent, stepEvent } from './event.ts';
import { learn } from './known.ts';
import { type ExecutionRecord, executionItem, type ExecutionStatus, stepItem, type StepRecord } from './record.ts';
import { getExecution, type Run } from './run.ts';
import { packed, type StepPack, stepsOf } from './step-pack.ts';

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
  // Who writes the execution, or checks it, hears of any change that came before by losing the race.
  const isKnown = writes.some((change) => keyOf(change).sort === run.execution.sort);
  const read = isKnown ? undefined : getExecution(ports.store, run.execution.value.id);
  const [, latest] = await Promise.all([write(drive, writes), read]);
  if (latest && latest.version > run.execution.version) run.execution = latest;
  drive.toTell = [];
  if (toTell.length) await ports.events.publish(() => toTell.map((make) => make()));
}

/** The record of the execution, with the status of its change request as its steps stand now where it is one. */
const noted = ({ known }: Run, record: ExecutionRecord): ExecutionRecord =>
  (record.change && withChangeStatus(record, known.records)) ?? record;

async function write({ run, ports: { store } }: Drive, changes: Write[]): Promise<void> {
  if (!changes.length) return;
  let written = packed(changes);
  try {
    await store.write(written);
  } catch (error) {
    if (!(error instanceof RecordTooLarge)) throw error;
    // Steps that are too large together may each fit into a record.
    written = changes;
    await store.write(written);
  }
  for (const change of written) if ('put' in change) wrote(run, change.put);
}

/** What was written has its next version, and stands where it was put. */
function wrote(run: Run, { sort, value }: Item): void {
  if (sort === run.execution.sort) run.execution = { ...run.execution, version: run.execution.version + 1 };
  if (!sort.startsWith('step#')) return;
  for (const { sequence } of stepsOf(value as StepRecord | StepPack)) {
    const stored = run.steps[sequence - 1];
    if (stored) Object.assign(stored, { sort, version: stored.version + 1 });
  }
}
