import type { CancelEnvironmentDeploymentInput, CancelEnvironmentDeploymentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { cancel } from '../deployments/cancel.ts';
import { environmentView, requireEnvironment } from './record.ts';

/**
 * Asks an update that goes on to end; it may still succeed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CancelEnvironmentDeployment.html
 */
export async function cancelEnvironmentDeployment(
  { environmentName = '' }: CancelEnvironmentDeploymentInput,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>,
  caller: Caller,
): Promise<CancelEnvironmentDeploymentOutput> {
  const environment = await cancel(await requireEnvironment(ports.store, caller, environmentName), ports);
  return { environment: await environmentView(environment, ports.store) };
}
