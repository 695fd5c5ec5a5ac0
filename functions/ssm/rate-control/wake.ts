import type { Ports } from '../../ports/ports.ts';
import { type ExecutionRecord, partitionOf } from '../automation-executions/record.ts';
import { tokensOf } from '../automation-executions/wait.ts';
import { unlessGone } from '../../ports/waits.ts';
import { endedPrefix, getControl } from './record.ts';

type Needs = Pick<Ports, 'store' | 'workflows'>;

/** Ends the wait of a rate-controlled execution's machine; one that does not wait is on its way and looks at the records itself. */
export async function wakeToCount({ store, workflows }: Needs, executionId: string): Promise<void> {
  for (const token of await tokensOf(store, executionId)) await unlessGone(workflows.succeed(token, { executionId }));
}

/** The same because it is to be cancelled. */
export async function wakeToCancel({ store, workflows }: Needs, executionId: string): Promise<void> {
  for (const token of await tokensOf(store, executionId))
    await unlessGone(workflows.fail(token, 'Cancelled', 'The automation execution is being cancelled.'));
}

/** Wakes the machine when there is something to do for it: an end to count, a stop to pass on, or a place after the queue. Safe at any moment and again. */
export async function wakeIfCalled(ports: Needs, { id, status, rateControl, slot }: ExecutionRecord): Promise<void> {
  if (slot === 'held' && status === 'InProgress' && !(await isBegun(ports, id))) return wakeToCount(ports, id);
  const stopped = status === 'Cancelling' ? (await getControl(ports.store, id))?.value.stopped : undefined;
  if (stopped !== undefined && stopped < (rateControl?.total ?? 0)) return wakeToCancel(ports, id);
  const { items } = await ports.store.list({ partition: partitionOf(id), prefix: endedPrefix, limit: 1 });
  if (items.length) await wakeToCount(ports, id);
}

const isBegun = async ({ store }: Needs, id: string): Promise<boolean> =>
  (await getControl(store, id))?.value.groups.some(({ dispatched }) => dispatched > 0) ?? false;
