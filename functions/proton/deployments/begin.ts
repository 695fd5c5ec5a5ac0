import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { deployableArn, keyOf } from './names.ts';
import {
  deploymentItem,
  type Deployable,
  type DeploymentRecord,
  type Goal,
  namesItems,
  type WorkPlan,
} from './record.ts';

/** A deployment that is to begin. */
export interface Beginning {
  /** Its id, given before. */
  id: string;
  action: DeploymentRecord['action'];
  goal: Goal;
  plan: WorkPlan;
  /** The deployment that a deletion ends first. */
  follows?: string;
  /** Epoch milliseconds. */
  now: number;
}

/** The record of a new deployment of a resource, as changes. */
export function newDeployment(resource: Deployable, beginning: Beginning): Write[] {
  const { id, action, goal, plan, follows, now } = beginning;
  const { account, region, type, createdAt, environmentName, serviceName, instanceName, componentName } = resource;
  const { current, lastSucceededDeploymentId: previousId } = resource;
  const deployment: DeploymentRecord = {
    account,
    region,
    id,
    target: {
      ...keyOf(resource),
      arn: deployableArn(resource),
      type,
      id: resource.id,
      createdAt,
      ...(environmentName !== undefined && { environmentName }),
      ...(serviceName !== undefined && { serviceName }),
      ...(instanceName !== undefined && { instanceName }),
      ...(componentName !== undefined && { componentName }),
    },
    action,
    status: action === 'delete' ? 'DELETE_IN_PROGRESS' : 'IN_PROGRESS',
    goal,
    ...(action !== 'create' && { initial: current, ...(previousId !== undefined && { previousId }) }),
    plan,
    ...(follows !== undefined && { follows }),
    createdAt: now,
    lastModifiedAt: now,
    told: 0,
    heard: 0,
    resources: [],
  };
  return [
    { put: deploymentItem(deployment), expect: 0 },
    ...namesItems(deployment).map((put): Write => ({ put, expect: 0 })),
  ];
}

/** A resource as it is while a deployment of it goes on. */
export function deploying<Resource extends Deployable>(
  resource: Resource,
  { id, action, goal, now }: Beginning,
): Resource {
  const next: Resource = {
    ...resource,
    status: action === 'delete' ? 'DELETE_IN_PROGRESS' : 'IN_PROGRESS',
    lastAttemptedAt: now,
    lastAttemptedDeploymentId: id,
  };
  delete next.message;
  if (action === 'update') next.attempted = goal;
  return next;
}

/** Starts the machine of a deployment, named after it; `kept` is the write of its record where that is under way. */
export const startDeployment = (
  { workflows }: Pick<Ports, 'workflows'>,
  id: string,
  kept?: Promise<void>,
): Promise<void> => workflows.start('proton-deployment', id, { deploymentId: id, status: 'InProgress', wait: 0 }, kept);
