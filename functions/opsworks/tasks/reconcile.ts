import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { type DeploymentRecord, runningPartition } from '../deployments/record.ts';
import { startDeployment } from '../deployments/start.ts';

const day = 86_400_000;
/** What is on record under a clock that was a month ahead, and as far back as deployments are kept, in days; each month has some of these. */
const places = Array.from({ length: 16 }, (_, step) => 31 - 28 * step);

/**
 * Starts the machines of all deployments that run and have none, because a crash came between the record and the start; changes nothing for the others.
 * Runs at the start of the embedded program and on a schedule in the account. Answers with how many run.
 */
export async function reconcile(ports: Pick<Ports, 'store' | 'workflows' | 'clock'>): Promise<number> {
  const now = ports.clock.now();
  let count = 0;
  for (const partition of new Set(places.map((days) => runningPartition(now + days * day))))
    for await (const { value } of everyRecord<DeploymentRecord>(ports.store, { index: 'status', partition })) {
      await startDeployment(value, ports);
      count += 1;
    }
  return count;
}
