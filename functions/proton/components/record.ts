import type { Component, ComponentSummary } from '@aws-sdk/client-proton';
import type { Store, Stored } from '../../ports/store.ts';
import { componentKey, deployableArn } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { resourceNotFound } from '../errors.ts';
import { arnOf, type Place } from '../place.ts';
import { sourceOf } from './source.ts';

/** A component as stored: it is in an environment, and may be attached to an instance there (`current.attachedTo`). */
export interface ComponentRecord extends Deployable {
  type: 'COMPONENT';
  environmentName: string;
  componentName: string;
  description?: string;
  lastModifiedAt: number;
  lastClientRequestToken?: string;
}

export const componentArn = (place: Place, name: string): string => arnOf(place, `component/${name}`);

export const getComponent = (store: Store, place: Place, name: string): Promise<Stored<ComponentRecord> | undefined> =>
  store.get<ComponentRecord>(componentKey(place, name));

/** The component, or ResourceNotFoundException. */
export async function requireComponent(
  store: Store,
  { account, region }: Place,
  name: string,
): Promise<Stored<ComponentRecord>> {
  const place = { account, region };
  const found = await getComponent(store, place, name);
  if (!found) throw resourceNotFound('component', componentArn(place, name));
  return found;
}

/** What listings show of a component. */
export const componentSummary = (one: ComponentRecord): ComponentSummary => ({
  name: one.componentName,
  arn: deployableArn(one),
  environmentName: one.environmentName,
  serviceName: one.current.attachedTo?.serviceName,
  serviceInstanceName: one.current.attachedTo?.instanceName,
  createdAt: new Date(one.createdAt),
  lastModifiedAt: new Date(one.lastModifiedAt),
  lastDeploymentAttemptedAt: new Date(one.lastAttemptedAt),
  lastDeploymentSucceededAt: one.lastSucceededDeploymentId === undefined ? undefined : new Date(one.lastSucceededAt),
  deploymentStatus: one.status,
  deploymentStatusMessage: one.message,
  lastAttemptedDeploymentId: one.lastAttemptedDeploymentId,
  lastSucceededDeploymentId: one.lastSucceededDeploymentId,
});

/** A component with the spec that it sees its instance's inputs by. */
export const componentView = async (one: ComponentRecord, store: Store): Promise<Component> => ({
  ...componentSummary(one),
  name: one.componentName,
  arn: deployableArn(one),
  environmentName: one.environmentName,
  createdAt: new Date(one.createdAt),
  lastModifiedAt: new Date(one.lastModifiedAt),
  deploymentStatus: one.status,
  description: one.description,
  serviceSpec: (await sourceOf(store, one.current.specId)).serviceSpec,
  lastClientRequestToken: one.lastClientRequestToken,
});
