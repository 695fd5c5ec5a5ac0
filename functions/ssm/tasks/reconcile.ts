import type { Ports } from '../../ports/ports.ts';
import { openChangeStatuses } from '../change-requests/record.ts';
import { type ExecutionRecord, statusPartition } from '../automation-executions/record.ts';
import { getLastStep } from '../automation-executions/run.ts';
import { restartRun } from '../automation-executions/start-run.ts';
import { wake } from '../automation-executions/wake.ts';
import { recoverRateControl } from '../rate-control/recover.ts';

const unfinished = ['Pending', 'InProgress', 'Waiting', 'Cancelling', ...openChangeStatuses];
const monthsBack = 14;

/**
 * Finishes what a crash cut in two: starts the machines of every unfinished run that has none, and wakes a run whose decision is on record.
 * Both change nothing for a run that is well. Runs at the start of the embedded program and on a schedule in the account.
 */
export async function reconcile(ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>): Promise<number> {
  let count = 0;
  for (const partition of partitions(ports.clock.now())) {
    for await (const execution of unfinishedIn(ports.store, partition)) {
      await restartRun(ports, execution);
      await (execution.rateControl ? recoverRateControl(execution, ports) : recoverRun(execution, ports));
      count += 1;
    }
  }
  return count;
}

async function recoverRun(execution: ExecutionRecord, ports: Pick<Ports, 'store' | 'workflows'>): Promise<void> {
  const step = (await getLastStep(ports.store, execution.id))?.value;
  await wake(ports, { execution, step });
}

function partitions(now: number): string[] {
  const months = Array.from({ length: monthsBack }, (_, back) => {
    const date = new Date(now);
    return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - back, 1);
  });
  return months.flatMap((month) => unfinished.map((status) => statusPartition(status, month)));
}

async function* unfinishedIn(store: Ports['store'], partition: string) {
  let after: string | undefined;
  do {
    const page = await store.list<ExecutionRecord>({ index: 'status', partition, limit: 200, ...(after && { after }) });
    for (const { value } of page.items) yield value;
    after = page.next;
  } while (after);
}
