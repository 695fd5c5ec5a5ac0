import type { Ports } from '../../ports/ports.ts';
import type { Quota, Quotas } from '../../ports/quotas.ts';
import { type Store, type Stored, type Write, WriteConflict } from '../../ports/store.ts';
import { automationExecutionLimitExceeded } from '../errors.ts';
import { wakeToCount } from '../rate-control/wake.ts';
import { executionsIn } from './by-status.ts';
import { executionEvent } from './event.ts';
import {
  clockSlack,
  type ExecutionRecord,
  executionItem,
  monthOf,
  monthsBack,
  statusPartition,
  type StoredExecution,
} from './record.ts';
import { wake } from './wake.ts';

/** How many executions of an account and a kind hold a place, and how many wait for one. */
interface Load {
  held: number;
  queued: number;
  /** No execution in the queue started before this (epoch milliseconds). */
  since?: number;
}

type Counted = Pick<ExecutionRecord, 'account' | 'rateControl' | 'slot'>;

const kindOf = ({ rateControl }: Pick<Counted, 'rateControl'>): keyof Quotas =>
  rateControl ? 'rateControls' : 'automations';

async function loadOf(store: Store, counted: Counted): Promise<Stored<Load>> {
  const key = { partition: `automation-load#${counted.account}`, sort: kindOf(counted) };
  return (await store.get<Load>(key)) ?? { ...key, value: { held: 0, queued: 0 }, version: 0 };
}

function changed({ partition, sort, value, version }: Stored<Load>, by: Partial<Load>): Write {
  const { held = 0, queued = 0, ...rest } = by;
  const next = { ...value, held: value.held + held, queued: value.queued + queued, ...rest };
  return { put: { partition, sort, value: next }, expect: version };
}

/**
 * Gives a new execution its place, or one in the queue: `keep` writes it together with the count. Whoever changed the count first wins, the other
 * counts again. Throws AutomationExecutionLimitExceededException.
 */
export async function keepCounted(
  record: ExecutionRecord,
  { store, quotas }: { store: Store; quotas: Quotas },
  keep: (record: ExecutionRecord, count: Write) => Promise<void>,
): Promise<void> {
  let load = await loadOf(store, record);
  for (;;) {
    const { place, by } = placeIn(load.value, quotas[kindOf(record)], record.startTime);
    const counted: ExecutionRecord = { ...record, slot: place, ...(place === 'queued' && { status: 'Pending' }) };
    const conflict = await conflictOf(keep(counted, changed(load, by)));
    if (!conflict) return;
    const latest = await loadOf(store, record);
    if (latest.version === load.version) throw conflict;
    load = latest;
  }
}

/** The place there is, and how it changes the load. */
function placeIn(
  { held, queued, since }: Load,
  quota: Quota,
  startTime: number,
): { place: 'held' | 'queued'; by: Partial<Load> } {
  if (held < quota.concurrent && queued === 0) return { place: 'held', by: { held: 1 } };
  if (queued >= quota.queued) throw automationExecutionLimitExceeded();
  const isFirst = queued === 0 || since === undefined;
  return { place: 'queued', by: { queued: 1, since: isFirst ? startTime : Math.min(since, startTime) } };
}

async function conflictOf(write: Promise<void>): Promise<WriteConflict | undefined> {
  try {
    await write;
    return undefined;
  } catch (error) {
    if (error instanceof WriteConflict) return error;
    throw error;
  }
}

/** What must be written together with the end of an execution, or with its stop while it is Pending; nothing where it is not counted. */
export async function leave(store: Store, counted: Counted): Promise<Write[]> {
  return counted.slot ? [changed(await loadOf(store, counted), { [counted.slot]: -1 })] : [];
}

/** The record of an execution that leaves its place. */
export function withoutSlot(record: ExecutionRecord): ExecutionRecord {
  const { slot, ...rest } = record;
  return slot ? rest : record;
}

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'events' | 'quotas'>;

/** Lets the executions of a kind that wait longest go on, as many as there are places. Safe to call at any moment and again. */
export async function admit(ports: Needs, counted: Counted): Promise<void> {
  const quota = ports.quotas?.[kindOf(counted)];
  if (!quota) return;
  for (;;) {
    const load = await loadOf(ports.store, counted);
    const { held, queued, since } = load.value;
    if (held >= quota.concurrent || queued === 0) return;
    const first = await longestWaiting(ports, counted, since);
    // Its record was written just now, and the listing does not have it yet: it will ask itself.
    if (!first) return;
    await admitted(first, load, ports);
  }
}

/** More than a run of any action but aws:pause takes. */
const months = 14;

/** The execution that waits longest; none in the queue started before `since`. */
async function longestWaiting(
  { store, clock }: Needs,
  counted: Counted,
  since = 0,
): Promise<StoredExecution | undefined> {
  const oldest = monthOf(since);
  const partitions = monthsBack(clock.now() + clockSlack, months)
    .filter((month) => monthOf(month) >= oldest)
    .map((month) => statusPartition('Pending', month));
  for await (const execution of executionsIn(store, partitions.reverse(), 20))
    if (isAlike(execution.value, counted)) return execution;
  return undefined;
}

const isAlike = (one: Counted, other: Counted): boolean =>
  one.account === other.account && kindOf(one) === kindOf(other);

async function admitted({ value, version }: StoredExecution, load: Stored<Load>, ports: Needs): Promise<void> {
  const execution: ExecutionRecord = { ...value, status: 'InProgress', slot: 'held' };
  const put = executionItem(execution);
  const count = changed(load, { held: 1, queued: -1 });
  if (await conflictOf(ports.store.write([{ put, expect: version }, count]))) return;
  await ports.events.publish(() => [executionEvent(execution, ports.clock.now())]);
  await (value.rateControl ? wakeToCount(ports, value.id) : wake(ports, { execution, step: undefined }));
}
