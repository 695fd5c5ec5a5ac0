import type { UpdateServicePipelineInput, UpdateServicePipelineOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { update } from '../deployments/update.ts';
import { conflict, invalid } from '../errors.ts';
import { checkAtRest } from '../services/busy.ts';
import { pipelinePlan } from '../services/plans.ts';
import { requireService } from '../services/record.ts';
import { pipelineGoal } from './pipeline-goal.ts';
import { type PipelineRecord, pipelineView, requirePipeline } from './record.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to deploy the pipeline of a service again as its deploymentType says. Of the spec, which is the whole service's, only the pipeline is deployed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateServicePipeline.html
 */
export async function updateServicePipeline(
  input: UpdateServicePipelineInput,
  ports: Needs,
  caller: Caller,
): Promise<UpdateServicePipelineOutput> {
  const { store } = ports;
  const { serviceName = '' } = input;
  const found = await requirePipeline(store, caller, serviceName);
  checkAtRest((await requireService(store, found.value, serviceName)).value);
  const { status } = found.value;
  if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status))
    throw conflict(`The pipeline of service ${serviceName} is ${status} and cannot be updated.`);
  if (input.deploymentType !== 'NONE')
    return { pipeline: await pipelineView(await deployed(found, input, ports), store) };
  if (input.templateMajorVersion !== undefined || input.templateMinorVersion !== undefined)
    throw invalid('deploymentType NONE deploys nothing: it takes no template versions.');
  return { pipeline: await pipelineView(found.value, store) };
}

async function deployed(
  found: Stored<PipelineRecord>,
  input: UpdateServicePipelineInput,
  ports: Needs,
): Promise<PipelineRecord> {
  const { goal, spec } = await pipelineGoal(found.value, { ...input, spec: input.spec ?? '' }, ports);
  const plan = await pipelinePlan(ports.store, found.value, goal.engine);
  return update(found, found.value, { ...ports, goal, plan, spec });
}
