import type { ComponentState, Deployment, DeploymentState, DeploymentSummary } from '@aws-sdk/client-proton';
import type { Store, Stored } from '../../ports/store.ts';
import { sourceOf } from '../components/source.ts';
import { resourceNotFound } from '../errors.ts';
import { arnOf, type Place } from '../place.ts';
import { storedSpec } from '../specs/stored-spec.ts';
import { type Basis, type Deployable, type DeploymentRecord, getDeployment, type Goal, namesOf } from './record.ts';

export const deploymentArn = (place: Place, id: string): string => arnOf(place, `deployment/${id}`);

/** The deployment where it is the caller's, or ResourceNotFoundException. */
export async function requireDeployment(store: Store, place: Place, id: string): Promise<Stored<DeploymentRecord>> {
  const found = await getDeployment(store, id);
  if (!found || found.value.account !== place.account || found.value.region !== place.region)
    throw resourceNotFound('deployment', deploymentArn(place, id));
  return found;
}

/** The resource that a deployment is of, as long as it is there. */
export async function targetOf(store: Store, { target }: DeploymentRecord): Promise<Stored<Deployable> | undefined> {
  const found = await store.get<Deployable>({ partition: target.partition, sort: target.sort });
  return found?.value.id === target.id ? found : undefined;
}

/** What listings show of a deployment; `target` is what it is of, as that is now. A pipeline is in no environment, which the contract wants named. */
export const deploymentSummary = (one: DeploymentRecord, target: Deployable | undefined): DeploymentSummary => ({
  id: one.id,
  arn: deploymentArn(one, one.id),
  targetArn: one.target.arn,
  targetResourceType: one.target.type,
  targetResourceCreatedAt: new Date(one.target.createdAt),
  createdAt: new Date(one.createdAt),
  lastModifiedAt: new Date(one.lastModifiedAt),
  completedAt: one.completedAt === undefined ? undefined : new Date(one.completedAt),
  environmentName: one.target.environmentName ?? '',
  serviceName: namesOf(one).serviceName,
  serviceInstanceName: namesOf(one).instanceName,
  componentName: one.target.componentName,
  deploymentStatus: one.status,
  lastAttemptedDeploymentId: target?.lastAttemptedDeploymentId,
  lastSucceededDeploymentId: target?.lastSucceededDeploymentId,
});

/** A deployment with what was there before it and where it leads; a deletion leads to nothing. */
export async function deploymentView(one: DeploymentRecord, store: Store): Promise<Deployment> {
  const { target, initial, previousId, goal, basis, action } = one;
  const previous = previousId === undefined ? undefined : await getDeployment(store, previousId);
  const before = initial && (await stateOf(target.type, { goal: initial, basis: previous?.value.basis }, store));
  const after = action === 'delete' ? undefined : await stateOf(target.type, { goal, basis }, store);
  return {
    ...deploymentSummary(one, (await targetOf(store, one))?.value),
    deploymentStatusMessage: one.message,
    initialState: before,
    targetState: after,
  };
}

async function stateOf(
  type: Deployable['type'],
  { goal, basis = {} }: { goal: Goal; basis?: Basis | undefined },
  store: Store,
): Promise<DeploymentState> {
  if (type === 'COMPONENT') return { component: await componentState(goal, store) };
  const { templateName, major, minor, specId } = goal;
  const state = {
    spec: await storedSpec(store, specId),
    templateName,
    templateMajorVersion: String(major),
    templateMinorVersion: String(minor),
  };
  if (type === 'ENVIRONMENT') return { environment: state };
  if (type === 'SERVICE_PIPELINE') return { servicePipeline: state };
  const { environment, pipeline, component } = basis;
  return {
    serviceInstance: {
      ...state,
      lastSuccessfulEnvironmentDeploymentId: environment,
      lastSuccessfulServicePipelineDeploymentId: pipeline,
      lastSuccessfulComponentDeploymentIds: component === undefined ? [] : [component],
    },
  };
}

/** Names are empty where it is attached to nothing. */
async function componentState({ attachedTo, specId }: Goal, store: Store): Promise<ComponentState> {
  const { templateFile, serviceSpec } = await sourceOf(store, specId);
  const { serviceName = '', instanceName = '' } = attachedTo ?? {};
  return { serviceName, serviceInstanceName: instanceName, serviceSpec, templateFile };
}
