import type { Ports } from '../../ports/ports.ts';
import type { Watched } from '../software-deployments/watch.ts';
import { failDeployment } from './fail-deployment.ts';

/** The body of TimedOut: the machine has waited in vain, unless the signal came in the last moment. */
export const timedOut = (watched: Watched, ports: Pick<Ports, 'store' | 'clock'>): Promise<object> =>
  failDeployment(watched, (seconds) => `Deployment timed out: no signal within ${seconds} seconds`, ports);
