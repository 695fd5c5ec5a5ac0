import type { CancelComponentDeploymentInput, CancelComponentDeploymentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { cancel } from '../deployments/cancel.ts';
import { componentView, requireComponent } from './record.ts';

/**
 * Asks an update that goes on to end; it may still succeed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CancelComponentDeployment.html
 */
export async function cancelComponentDeployment(
  { componentName = '' }: CancelComponentDeploymentInput,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>,
  caller: Caller,
): Promise<CancelComponentDeploymentOutput> {
  const component = await cancel(await requireComponent(ports.store, caller, componentName), ports);
  return { component: await componentView(component, ports.store) };
}
