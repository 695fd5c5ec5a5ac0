import type {
  CancelServicePipelineDeploymentInput,
  CancelServicePipelineDeploymentOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { cancel } from '../deployments/cancel.ts';
import { pipelineView, requirePipeline } from './record.ts';

/**
 * Asks an update that goes on to end; it may still succeed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CancelServicePipelineDeployment.html
 */
export async function cancelServicePipelineDeployment(
  { serviceName = '' }: CancelServicePipelineDeploymentInput,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>,
  caller: Caller,
): Promise<CancelServicePipelineDeploymentOutput> {
  const pipeline = await cancel(await requirePipeline(ports.store, caller, serviceName), ports);
  return { pipeline: await pipelineView(pipeline, ports.store) };
}
