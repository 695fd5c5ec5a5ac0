import type { Environment, EnvironmentSummary, RepositoryBranch } from '@aws-sdk/client-proton';
import type { Store, Stored } from '../../ports/store.ts';
import { deployableArn, environmentKey } from '../deployments/names.ts';
import type { Deployable } from '../deployments/record.ts';
import { resourceNotFound } from '../errors.ts';
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
export async function requireEnvironment(
  store: Store,
  { account, region }: Place,
  name: string,
): Promise<Stored<EnvironmentRecord>> {
  const found = await getEnvironmentRecord(store, { account, region }, name);
  if (!found) throw resourceNotFound('environment', arnOf({ account, region }, `environment/${name}`));
  return found;
}

/** What listings show of an environment. */
export const environmentSummary = (one: EnvironmentRecord): EnvironmentSummary => ({
  name: one.environmentName,
  description: one.description,
  arn: deployableArn(one),
  templateName: one.current.templateName,
  templateMajorVersion: String(one.current.major),
  templateMinorVersion: String(one.current.minor),
  createdAt: new Date(one.createdAt),
  lastDeploymentAttemptedAt: new Date(one.lastAttemptedAt),
  lastDeploymentSucceededAt: new Date(one.lastSucceededAt),
  deploymentStatus: one.status,
  deploymentStatusMessage: one.message,
  protonServiceRoleArn: one.protonServiceRoleArn,
  componentRoleArn: one.componentRoleArn,
  environmentAccountConnectionId: one.environmentAccountConnectionId,
  environmentAccountId: one.environmentAccountId,
  provisioning: one.isCustomerManaged ? 'CUSTOMER_MANAGED' : undefined,
  lastAttemptedDeploymentId: one.lastAttemptedDeploymentId,
  lastSucceededDeploymentId: one.lastSucceededDeploymentId,
});

/** An environment with the spec it is deployed with, or, as long as none succeeded, is to be. */
export const environmentView = async (one: EnvironmentRecord, store: Store): Promise<Environment> => ({
  ...environmentSummary(one),
  codebuildRoleArn: one.codebuildRoleArn,
  provisioningRepository: one.provisioningRepository,
  spec: await storedSpec(store, one.current.specId),
});
