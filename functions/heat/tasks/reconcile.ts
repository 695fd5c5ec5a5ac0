import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { type DeploymentRecord, watchedPartitions } from '../software-deployments/record.ts';
import { startWatch } from '../software-deployments/watch.ts';
import { timedOut } from './timed-out.ts';

/**
 * Finishes what a crash cut in two: starts the machine of every deployment that should have one, and ends those whose time was up an hour ago. Changes nothing for one that is well. Runs at the start
 * of the embedded program and on a schedule in the account.
 */
export async function reconcileDeployments(ports: Pick<Ports, 'store' | 'workflows' | 'clock'>): Promise<number> {
  let count = 0;
  for (const partition of watchedPartitions)
    for await (const { value } of watchedIn(partition, ports)) {
      await (isLate(value, ports) ? giveUp(value, ports) : startWatch(ports, value));
      count += 1;
    }
  return count;
}

const hour = 3_600_000;

/** Its machine should have ended it long ago. */
const isLate = ({ watch }: DeploymentRecord, { clock }: Pick<Ports, 'clock'>): boolean =>
  watch !== undefined && clock.now() > watch.until + hour;

const giveUp = ({ id: deploymentId, watch }: DeploymentRecord, ports: Pick<Ports, 'store' | 'clock'>) =>
  timedOut({ deploymentId, generation: watch?.generation ?? 0 }, ports);

const watchedIn = (partition: string, { store }: Pick<Ports, 'store'>) =>
  everyRecord<DeploymentRecord>(store, { index: 'status', partition, limit: 200 });
