import type { Component, ComponentSummary } from '@aws-sdk/client-proton';
import type { Store, Stored } from '../../ports/store.ts';
import { deployedView } from '../deployments/deployed-view.ts';
import { componentKey } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { required } from '../errors.ts';
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
export const requireComponent = async (store: Store, place: Place, name: string): Promise<Stored<ComponentRecord>> =>
  required(await getComponent(store, place, name), 'component', componentArn(place, name));

/** What listings show of a component. */
export const componentSummary = (one: ComponentRecord): ComponentSummary => ({
  ...deployedView(one),
  name: one.componentName,
  environmentName: one.environmentName,
  serviceName: one.current.attachedTo?.serviceName,
  serviceInstanceName: one.current.attachedTo?.instanceName,
  lastModifiedAt: new Date(one.lastModifiedAt),
  lastDeploymentSucceededAt: one.lastSucceededDeploymentId === undefined ? undefined : new Date(one.lastSucceededAt),
});

/** A component with the spec that it sees its instance's inputs by. */
export const componentView = async (one: ComponentRecord, store: Store): Promise<Component> => ({
  ...componentSummary(one),
  description: one.description,
  serviceSpec: (await sourceOf(store, one.current.specId)).serviceSpec,
  lastClientRequestToken: one.lastClientRequestToken,
});
