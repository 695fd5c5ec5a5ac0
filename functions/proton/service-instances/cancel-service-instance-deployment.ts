import type {
  CancelServiceInstanceDeploymentInput,
  CancelServiceInstanceDeploymentOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { cancel } from '../deployments/cancel.ts';
import { instanceView, requireInstance } from './record.ts';

/**
 * Asks an update that goes on to end; it may still succeed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CancelServiceInstanceDeployment.html
 */
export async function cancelServiceInstanceDeployment(
  { serviceName: service = '', serviceInstanceName: name = '' }: CancelServiceInstanceDeploymentInput,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>,
  caller: Caller,
): Promise<CancelServiceInstanceDeploymentOutput> {
  const instance = await cancel(await requireInstance(ports.store, caller, { service, name }), ports);
  return { serviceInstance: await instanceView(instance, ports.store) };
}
