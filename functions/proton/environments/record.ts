import type { Environment, EnvironmentSummary, RepositoryBranch } from '@aws-sdk/client-proton';
import type { Store, Stored } from '../../ports/store.ts';
import { templatedView } from '../deployments/deployed-view.ts';
import { environmentKey } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { required } from '../errors.ts';
import { arnOf, partitionOf, type Place } from '../place.ts';
import { storedSpec } from '../specs/stored-spec.ts';

/** What an environment is provisioned with. */
export interface Means {
  protonServiceRoleArn?: string;
  codebuildRoleArn?: string;
  componentRoleArn?: string;
  environmentAccountConnectionId?: string;
  provisioningRepository?: RepositoryBranch;
}

/** An environment as stored. */
export interface EnvironmentRecord extends Deployable, Means {
  type: 'ENVIRONMENT';
  environmentName: string;
  description?: string;
  /** Where its resources are. */
  environmentAccountId: string;
  isCustomerManaged: boolean;
  /** A hash of the request that made it, and whether anything changed since. */
  request: string;
  isModified: boolean;
}

/** The partition of an account's environments, by name. */
export const environmentsPartition = (place: Place): string => partitionOf('environment', place);

export const getEnvironmentRecord = (
  store: Store,
  place: Place,
  name: string,
): Promise<Stored<EnvironmentRecord> | undefined> => store.get<EnvironmentRecord>(environmentKey(place, name));

/** The environment, or ResourceNotFoundException. */
export const requireEnvironment = async (
  store: Store,
  place: Place,
  name: string,
): Promise<Stored<EnvironmentRecord>> =>
  required(await getEnvironmentRecord(store, place, name), 'environment', arnOf(place, `environment/${name}`));

/** What listings show of an environment. */
export const environmentSummary = (one: EnvironmentRecord): EnvironmentSummary => ({
  ...templatedView(one),
  name: one.environmentName,
  description: one.description,
  protonServiceRoleArn: one.protonServiceRoleArn,
  componentRoleArn: one.componentRoleArn,
  environmentAccountConnectionId: one.environmentAccountConnectionId,
  environmentAccountId: one.environmentAccountId,
  provisioning: one.isCustomerManaged ? 'CUSTOMER_MANAGED' : undefined,
});

/** An environment with the spec it is deployed with, or, as long as none succeeded, is to be. */
export const environmentView = async (one: EnvironmentRecord, store: Store): Promise<Environment> => ({
  ...environmentSummary(one),
  codebuildRoleArn: one.codebuildRoleArn,
  provisioningRepository: one.provisioningRepository,
  spec: await storedSpec(store, one.current.specId),
});
