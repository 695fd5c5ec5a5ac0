import { stackName } from '../deployments/names.ts';
import type { Deployable, Goal } from '../deployments/record.ts';
import type { Place } from '../place.ts';
import type { InstanceRecord } from '../service-instances/record.ts';
import type { PipelineRecord } from '../service-pipelines/record.ts';

/** What a new part of a service begins with. */
interface NewPart extends Place {
  id: string;
  serviceName: string;
  goal: Goal;
  deploymentId: string;
  now: number;
}

const common = ({ account, region, id, serviceName, goal, deploymentId, now }: NewPart) =>
  ({
    account,
    region,
    id,
    serviceName,
    createdAt: now,
    status: 'IN_PROGRESS',
    current: goal,
    lastAttemptedAt: now,
    lastSucceededAt: now,
    lastAttemptedDeploymentId: deploymentId,
  }) satisfies Partial<Deployable>;

/** An instance before its first deployment. */
export function newInstance(part: NewPart, instanceName: string, environmentName: string): InstanceRecord {
  const named = { ...common(part), type: 'SERVICE_INSTANCE', instanceName, environmentName } as const;
  return { ...named, stackName: stackName(named, part.id, 'cloudformation.yaml') };
}

/** The pipeline before its first deployment. */
export function newPipeline(part: NewPart): PipelineRecord {
  const named = { ...common(part), type: 'SERVICE_PIPELINE' } as const;
  return { ...named, stackName: stackName(named, part.id, 'cloudformation.yaml') };
}
