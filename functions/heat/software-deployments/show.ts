import type { Ports } from '../../ports/ports.ts';
import { type HeatAnswer, type HeatCall, param } from '../call.ts';
import { deploymentOf, shownDeployment } from './record.ts';

/** GET /software_deployments/{deployment_id}. Throws NotFound. */
export async function showSoftwareDeployment(
  call: HeatCall,
  ports: Pick<Ports, 'store' | 'objects'>,
): Promise<HeatAnswer> {
  const { value } = await deploymentOf(ports.store, call, param(call, 'deployment_id'));
  return { body: { software_deployment: await shownDeployment(value, ports, call.settings) } };
}
