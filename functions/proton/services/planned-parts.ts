import type { Ports } from '../../ports/ports.ts';
import type { Place } from '../place.ts';
import type { InstanceRecord } from '../service-instances/record.ts';
import type { PipelineRecord } from '../service-pipelines/record.ts';
import type { InstanceSpec } from '../specs/spec.ts';
import { goalOf } from '../template-versions/choose-version.ts';
import type { VersionRecord } from '../template-versions/record.ts';
import { newInstance, newPipeline } from './new-parts.ts';
import { instancePlan, pipelinePlan } from './plans.ts';
import type { Operation } from './record.ts';

/** New parts of a service, and how they are to be deployed. */
export interface NewParts {
  instances: InstanceRecord[];
  pipeline?: PipelineRecord;
  planned: Pick<Operation, 'created' | 'pipeline'>;
}

interface Of extends Place, Pick<Ports, 'store' | 'ids' | 'clock'> {
  serviceName: string;
  version: VersionRecord;
  specId: string;
  /** Left out for instances of a service that has its pipeline. */
  hasPipeline?: boolean;
}

/** The records of new instances, and of the pipeline where the version has one. Throws where an environment will not have them. */
export async function plannedParts(specs: InstanceSpec[], of: Of): Promise<NewParts> {
  const {
    store,
    ids,
    clock,
    version,
    account,
    region,
    serviceName,
    hasPipeline = version.parts?.pipeline !== undefined,
  } = of;
  const part = (goal = goalOf(version, 'main', of.specId)) => ({
    account,
    region,
    id: ids.uuid(),
    serviceName,
    goal,
    deploymentId: ids.uuid(),
    now: clock.now(),
  });
  const instances = [];
  const created: Operation['created'] = {};
  for (const { name, environment } of specs) {
    const plan = await instancePlan(store, { account, region }, { environmentName: environment, version });
    const instance = newInstance(part(), name, environment);
    created[name] = { deploymentId: instance.lastAttemptedDeploymentId, plan };
    instances.push(instance);
  }
  if (!hasPipeline) return { instances, planned: { created } };
  const plan = await pipelinePlan(store, { account, region }, version.parts?.pipeline?.engine ?? 'none');
  const pipeline = newPipeline(part(goalOf(version, 'pipeline', of.specId)));
  const planned = { created, pipeline: { deploymentId: pipeline.lastAttemptedDeploymentId, plan } };
  return { instances, pipeline, planned };
}
