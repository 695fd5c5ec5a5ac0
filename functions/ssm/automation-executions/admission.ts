import type { Ports } from '../../ports/ports.ts';
import type { Quota, Quotas } from '../../ports/quotas.ts';
import { type Store, type Stored, type Write, WriteConflict } from '../../ports/store.ts';
import { automationExecutionLimitExceeded } from '../errors.ts';
import { wakeToCount } from '../rate-control/wake.ts';
import { executionEvent } from './event.ts';
import { type ExecutionRecord, executionItem, statusPartition, type StoredExecution } from './record.ts';
import { wake } from './wake.ts';

/** How many executions of an account and a kind hold a place, and how many wait for one. */
interface Load {
  held: number;
  queued: number;
}

type Counted = Pick<ExecutionRecord, 'account' | 'rateControl' | 'slot'>;

const kindOf = ({ rateControl }: Pick<Counted, 'rateControl'>): keyof Quotas =>
  rateControl ? 'rateControls' : 'automations';

async function loadOf(store: Store, counted: Counted): Promise<Stored<Load>> {
  const key = { partition: `automation-load#${counted.account}`, sort: kindOf(counted) };
  return (await store.get<Load>(key)) ?? { ...key, value: { held: 0, queued: 0 }, version: 0 };
}

const changed = ({ partition, sort, value, version }: Stored<Load>, by: Partial<Load>): Write => ({
  put: { partition, sort, value: { held: value.held + (by.held ?? 0), queued: value.queued + (by.queued ?? 0) } },
  expect: version,
});

/**
 * Gives a new execution its place, or one in the queue: `keep` writes it together with the count. Whoever changed the count first wins, the other
 * counts again. Throws AutomationExecutionLimitExceededException.
 */
export async function keepCounted(
  record: ExecutionRecord,
  { store, quotas }: { store: Store; quotas: Quotas },
  keep: (record: ExecutionRecord, count: Write) => Promise<void>,
): Promise<void> {
  for (;;) {
    const load = await loadOf(store, record);
    const place = placeIn(load.value, quotas[kindOf(record)]);
    const count = changed(load, place === 'held' ? { held: 1 } : { queued: 1 });
    const counted: ExecutionRecord = { ...record, slot: place, ...(place === 'queued' && { status: 'Pending' }) };
    const conflict = await conflictOf(keep(counted, count));
    if (!conflict) return;
    if ((await loadOf(store, record)).version === load.version) throw conflict;
  }
}

function placeIn({ held, queued }: Load, quota: Quota): 'held' | 'queued' {
  if (held < quota.concurrent && queued === 0) return 'held';
  if (queued >= quota.queued) throw automationExecutionLimitExceeded();
  return 'queued';
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
    const { held, queued } = load.value;
    if (held >= quota.concurrent || queued === 0) return;
    const first = await longestWaiting(ports, counted);
    // Its record was written just now, and the listing does not have it yet: it will ask itself.
    if (!first) return;
    await admitted(first, load, ports);
  }
}

/** No execution waits for longer than these months, for the ones before it end. */
const monthsBack = 14;

async function longestWaiting({ store, clock }: Needs, counted: Counted): Promise<StoredExecution | undefined> {
  const now = new Date(clock.now());
  for (let back = monthsBack; back >= 0; back -= 1) {
    const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
    const first = await firstOf(store, statusPartition('Pending', month), counted);
    if (first) return first;
  }
  return undefined;
}

async function firstOf(store: Store, partition: string, counted: Counted): Promise<StoredExecution | undefined> {
  let after: string | undefined;
  do {
    const page = await store.list<ExecutionRecord>({ index: 'status', partition, limit: 20, ...(after && { after }) });
    const first = page.items.find(
      ({ value }) => value.account === counted.account && kindOf(value) === kindOf(counted),
    );
    if (first) return first;
    after = page.next;
  } while (after);
  return undefined;
}

async function admitted({ value, version }: StoredExecution, load: Stored<Load>, ports: Needs): Promise<void> {
  const execution: ExecutionRecord = { ...value, status: 'InProgress', slot: 'held' };
  const put = executionItem(execution);
  const count = changed(load, { held: 1, queued: -1 });
  if (await conflictOf(ports.store.write([{ put, expect: version }, count]))) return;
  await ports.events.publish(() => [executionEvent(execution, ports.clock.now())]);
  await (value.rateControl ? wakeToCount(ports, value.id) : wake(ports, { execution, step: undefined }));
}
