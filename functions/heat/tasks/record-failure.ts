import type { Ports } from '../../ports/ports.ts';
import type { Watched } from '../software-deployments/watch.ts';
import { failDeployment } from './fail-deployment.ts';

/** The last resort of the machine: nobody would end the deployment if it took too long, so it ends here. */
export async function recordFailure(
  { error, ...watched }: Watched & { error?: { Error?: string; Cause?: string } },
  ports: Pick<Ports, 'store' | 'clock' | 'log'>,
): Promise<object> {
  const { deploymentId } = watched;
  ports.log.error('a deployment was given up', { deploymentId, error: error?.Error, cause: error?.Cause });
  return failDeployment(watched, () => 'Deployment given up after an internal error', ports);
}
