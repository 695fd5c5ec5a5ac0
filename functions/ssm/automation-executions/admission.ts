import type { Ports } from '../../ports/ports.ts';
import type { Quota, Quotas } from '../../ports/quotas.ts';
import { type Key, type Store, type Stored, type Write, WriteConflict } from '../../ports/store.ts';
import { isWritten } from '../../ports/until-written.ts';
import { automationExecutionLimitExceeded } from '../errors.ts';
import { wakeToCount } from '../rate-control/wake.ts';
import { executionEvent } from './event.ts';
import { type ExecutionRecord, executionItem, type StoredExecution } from './record.ts';
import { getExecution } from './run.ts';
import { wake } from './wake.ts';

/** How many executions of an account and a kind hold a place, and how many wait for one. */
interface Load {
  held: number;
  queued: number;
}

type Counted = Pick<ExecutionRecord, 'account' | 'rateControl'>;
type Queued = Counted & Pick<ExecutionRecord, 'id' | 'order'>;

const kindOf = ({ rateControl }: Pick<Counted, 'rateControl'>): keyof Quotas =>
  rateControl ? 'rateControls' : 'automations';

/** Everybody in the queue, in the order of the starts: a partition of its own, for indexes hear of a write only after a while. */
const queueOf = (counted: Counted): string => `automation-queue#${counted.account}#${kindOf(counted)}`;

const queueKey = (queued: Queued): Key => ({ partition: queueOf(queued), sort: `${queued.order}#${queued.id}` });

async function loadOf(store: Store, counted: Counted): Promise<Stored<Load>> {
  const key = { partition: `automation-load#${counted.account}`, sort: kindOf(counted) };
  return (await store.get<Load>(key)) ?? { ...key, value: { held: 0, queued: 0 }, version: 0 };
}

function changed({ partition, sort, value, version }: Stored<Load>, { held = 0, queued = 0 }: Partial<Load>): Write {
  const next = { held: value.held + held, queued: value.queued + queued };
  return { put: { partition, sort, value: next }, expect: version };
}

/**
 * Gives a new execution its place, or one in the queue: `keep` writes it together with the count. Whoever changed the count first wins, the other
 * counts again. Throws AutomationExecutionLimitExceededException.
 */
export async function keepCounted(
  record: ExecutionRecord,
  { store, quotas }: { store: Store; quotas: Quotas },
  keep: (record: ExecutionRecord, together: Write[]) => Promise<void>,
): Promise<void> {
  let load = await loadOf(store, record);
  for (;;) {
    const slot = placeIn(load.value, quotas[kindOf(record)]);
    const counted: ExecutionRecord = { ...record, slot, ...(slot === 'queued' && { status: 'Pending' }) };
    const queue: Write[] =
      slot === 'queued' ? [{ put: { ...queueKey(record), value: { id: record.id } }, expect: 0 }] : [];
    const conflict = await conflictOf(keep(counted, [changed(load, { [slot]: 1 }), ...queue]));
    if (!conflict) return;
    const latest = await loadOf(store, record);
    if (latest.version === load.version) throw conflict;
    load = latest;
  }
}

/** The place there is. */
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
export async function leave(store: Store, counted: Queued & Pick<ExecutionRecord, 'slot'>): Promise<Write[]> {
  const { slot } = counted;
  if (!slot) return [];
  // Whom an older program let wait is in no queue.
  const isInQueue = slot === 'queued' && (await store.get(queueKey(counted))) !== undefined;
  return [changed(await loadOf(store, counted), { [slot]: -1 }), ...(isInQueue ? [outOfQueue(counted)] : [])];
}

const outOfQueue = (queued: Queued): Write => ({ remove: queueKey(queued), expect: 1 });

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
    const first = await firstInQueue(ports.store, counted);
    if (!first) return;
    // Else somebody let it go on meanwhile, or it left: the next turn sees that.
    if (first.value.slot === 'queued') await admitted(first, load, ports);
  }
}

async function firstInQueue(store: Store, counted: Counted): Promise<StoredExecution | undefined> {
  const { items } = await store.list<{ id: string }>({ partition: queueOf(counted), limit: 1 });
  const [first] = items;
  return first && getExecution(store, first.value.id);
}

async function admitted({ value, version }: StoredExecution, load: Stored<Load>, ports: Needs): Promise<void> {
  const execution: ExecutionRecord = { ...value, status: 'InProgress', slot: 'held' };
  const put = executionItem(execution);
  const count = changed(load, { held: 1, queued: -1 });
  if (!(await isWritten(ports.store, [{ put, expect: version }, count, outOfQueue(value)]))) return;
  await ports.events.publish(() => [executionEvent(execution, ports.clock.now())]);
  await (value.rateControl ? wakeToCount(ports, value.id) : wake(ports, { execution, step: undefined }));
}
