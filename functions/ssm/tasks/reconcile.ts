import type { Ports } from '../../ports/ports.ts';
import { openChangeStatuses } from '../change-requests/record.ts';
import { executionsIn } from '../automation-executions/by-status.ts';
import { clockSlack, type ExecutionRecord, monthsBack, statusPartition } from '../automation-executions/record.ts';
import { getLastStep } from '../automation-executions/run.ts';
import { restartRun } from '../automation-executions/start-run.ts';
import { wake } from '../automation-executions/wake.ts';
import { recoverRateControl } from '../rate-control/recover.ts';

const unfinished = ['Pending', 'InProgress', 'Waiting', 'Cancelling', ...openChangeStatuses];
const months = 14;

/**
 * Finishes what a crash cut in two: starts the machines of every unfinished run that has none, and wakes a run whose decision is on record.
 * Both change nothing for a run that is well. Runs at the start of the embedded program and on a schedule in the account.
 */
export async function reconcile(ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>): Promise<number> {
  let count = 0;
  const partitions = monthsBack(ports.clock.now() + clockSlack, months).flatMap((month) =>
    unfinished.map((status) => statusPartition(status, month)),
  );
  for await (const { value: execution } of executionsIn(ports.store, partitions, 200)) {
    await restartRun(ports, execution);
    await (execution.rateControl ? recoverRateControl(execution, ports) : recoverRun(execution, ports));
    count += 1;
  }
  return count;
}

async function recoverRun(execution: ExecutionRecord, ports: Pick<Ports, 'store' | 'workflows'>): Promise<void> {
  const step = (await getLastStep(ports.store, execution.id))?.value;
  await wake(ports, { execution, step });
}
