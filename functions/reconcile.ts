import { reconcileDeployments } from './heat/tasks/reconcile.ts';
import { reconcile as reconcileStacks } from './opsworks/tasks/reconcile.ts';
import type { Ports } from './ports/ports.ts';
import { reconcileProton } from './proton/tasks/reconcile.ts';
import { reconcile } from './ssm/tasks/reconcile.ts';

/** What finishes in each room what a crash cut in two: one line per room. In the account each has a schedule of its own. */
const rooms: ((ports: Ports) => Promise<unknown>)[] = [
  reconcile,
  reconcileDeployments,
  reconcileStacks,
  reconcileProton,
];

/** Does so in all rooms, one after the other; what fails in one is logged and keeps no other from it. */
export async function reconcileAll(ports: Ports): Promise<void> {
  for (const room of rooms)
    await room(ports).catch((error: unknown) => ports.log.error('reconciling failed', { error }));
}
