import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { type DeploymentRecord, runningPartition } from '../deployments/record.ts';
import { startDeployment } from '../deployments/start.ts';

/** How far back a deployment that runs may have been asked for: a registration waits for two days at most. */
const reach = 4 * 86_400_000;

/**
 * Starts the machines of all deployments that run and have none, because a crash came between the record and the start; changes nothing for the others.
 * Runs at the start of the embedded program and on a schedule in the account. Answers with how many run.
 */
export async function reconcile(ports: Pick<Ports, 'store' | 'workflows' | 'clock'>): Promise<number> {
  const now = ports.clock.now();
  let count = 0;
  for (const partition of new Set([now, now - reach].map(runningPartition)))
    for await (const { value } of everyRecord<DeploymentRecord>(ports.store, { index: 'status', partition })) {
      await startDeployment(value, ports);
      count += 1;
    }
  return count;
}
