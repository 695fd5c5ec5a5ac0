import type { Ports } from '../../ports/ports.ts';
import type { Quotas } from '../../ports/quotas.ts';
import { type Store, type Stored, type Write, WriteConflict } from '../../ports/store.ts';
import { automationExecutionLimitExceeded } from '../errors.ts';
import { executionEvent } from './event.ts';
import { type ExecutionRecord, executionItem, statusPartition, type StoredExecution } from './record.ts';
import { wake } from './wake.ts';

/** How many executions of an account hold a place, and how many wait for one. */
interface Load {
  held: number;
  queued: number;
}

type Counted = Pick<ExecutionRecord, 'account' | 'slot'>;

const keyOf = (account: string) => ({ partition: `automation-load#${account}`, sort: 'load' });

const loadOf = async (store: Store, account: string): Promise<Stored<Load>> =>
  (await store.get<Load>(keyOf(account))) ?? { ...keyOf(account), value: { held: 0, queued: 0 }, version: 0 };

const changed = ({ value, version }: Stored<Load>, account: string, by: Partial<Load>): Write => ({
  put: { ...keyOf(account), value: { held: value.held + (by.held ?? 0), queued: value.queued + (by.queued ?? 0) } },
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
    const load = await loadOf(store, record.account);
    const place = placeIn(load.value, quotas);
    const count = changed(load, record.account, place === 'held' ? { held: 1 } : { queued: 1 });
    const counted: ExecutionRecord = { ...record, slot: place, ...(place === 'queued' && { status: 'Pending' }) };
    const conflict = await conflictOf(keep(counted, count));
    if (!conflict) return;
    if ((await loadOf(store, record.account)).version === load.version) throw conflict;
  }
}

function placeIn({ held, queued }: Load, quotas: Quotas): 'held' | 'queued' {
  if (held < quotas.concurrentAutomations && queued === 0) return 'held';
  if (queued >= quotas.queuedAutomations) throw automationExecutionLimitExceeded();
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
export async function leave(store: Store, { account, slot }: Counted): Promise<Write[]> {
  if (!slot) return [];
  return [changed(await loadOf(store, account), account, { [slot]: -1 })];
}

/** The record of an execution that leaves its place. */
export function withoutSlot(record: ExecutionRecord): ExecutionRecord {
  const { slot, ...rest } = record;
  return slot ? rest : record;
}

type Needs = Pick<Ports, 'store' | 'workflows' | 'clock' | 'events' | 'quotas'>;

/** Lets the executions that wait longest go on, as many as there are places. Safe to call at any moment and again. */
export async function admit(ports: Needs, account: string): Promise<void> {
  if (!ports.quotas) return;
  for (;;) {
    const load = await loadOf(ports.store, account);
    const { held, queued } = load.value;
    if (held >= ports.quotas.concurrentAutomations || queued === 0) return;
    const first = await longestWaiting(ports, account);
    // Its record was written just now, and the listing does not have it yet: it will ask itself.
    if (!first) return;
    await admitted(first, load, ports);
  }
}

/** No execution waits for longer than these months, for the ones before it end. */
const monthsBack = 14;

async function longestWaiting({ store, clock }: Needs, account: string): Promise<StoredExecution | undefined> {
  const now = new Date(clock.now());
  for (let back = monthsBack; back >= 0; back -= 1) {
    const month = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1);
    const partition = statusPartition('Pending', month);
    const { items } = await store.list<ExecutionRecord>({ index: 'status', partition, limit: 10 });
    const first = items.find(({ value }) => value.account === account && value.status === 'Pending');
    if (first) return first;
  }
  return undefined;
}

async function admitted({ value, version }: StoredExecution, load: Stored<Load>, ports: Needs): Promise<void> {
  const execution: ExecutionRecord = { ...value, status: 'InProgress', slot: 'held' };
  const put = executionItem(execution);
  const count = changed(load, value.account, { held: 1, queued: -1 });
  if (await conflictOf(ports.store.write([{ put, expect: version }, count]))) return;
  await ports.events.publish(() => [executionEvent(execution, ports.clock.now())]);
  await wake(ports, { execution, step: undefined });
}
