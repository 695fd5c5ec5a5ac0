import type { Ports } from '../../ports/ports.ts';
import { type ExecutionRecord, partitionOf } from '../automation-executions/record.ts';
import { tokensOf } from '../automation-executions/wait.ts';
import { unlessGone } from '../../ports/waits.ts';
import { isDue } from './decide.ts';
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

/** Wakes the machine when there is something to do for it: an end to count, targets to start, a stop to pass on, or its own end. Safe at any moment and again. */
export async function wakeIfCalled(ports: Needs, { id, status, rateControl }: ExecutionRecord): Promise<void> {
  if (status !== 'InProgress' && status !== 'Cancelling') return;
  // In this order: an end that is counted meanwhile is no longer there, and in the control by then.
  const isTold = await hasEnds(ports, id);
  const control = (await getControl(ports.store, id))?.value;
  if (!control) return;
  const isCancelling = status === 'Cancelling';
  if (isCancelling && control.stopped < (rateControl?.total ?? 0)) return wakeToCancel(ports, id);
  if (isTold || isDue(control.groups, isCancelling)) await wakeToCount(ports, id);
}

const hasEnds = async ({ store }: Needs, id: string): Promise<boolean> =>
  (await store.list({ partition: partitionOf(id), prefix: endedPrefix, limit: 1 })).items.length > 0;
