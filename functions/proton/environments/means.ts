import type { RepositoryBranchInput } from '@aws-sdk/client-proton';
import { allRecords } from '../../ports/every-record.ts';
import type { Store, Stored } from '../../ports/store.ts';
import type { WorkPlan } from '../deployments/record.ts';
import { type ConnectionRecord, getConnection, sentTo } from '../environment-account-connections/record.ts';
import { conflict, invalid, resourceNotFound } from '../errors.ts';
import { arnOf, type Place } from '../place.ts';
import type { Engine } from '../template-versions/record.ts';
import type { EnvironmentRecord, Means } from './record.ts';

/** What CreateEnvironment and UpdateEnvironment say of it. */
export interface GivenMeans {
  protonServiceRoleArn?: string | undefined;
  codebuildRoleArn?: string | undefined;
  componentRoleArn?: string | undefined;
  environmentAccountConnectionId?: string | undefined;
  provisioningRepository?: RepositoryBranchInput | undefined;
}

/** The members that are given. */
export function meansOf(given: GivenMeans, place: Place): Means {
  const { protonServiceRoleArn, codebuildRoleArn, componentRoleArn, environmentAccountConnectionId } = given;
  const { name, branch, provider } = given.provisioningRepository ?? {};
  const arn = arnOf(place, `repository/${provider?.toLowerCase()}:${name}`);
  return {
    ...(protonServiceRoleArn !== undefined && { protonServiceRoleArn }),
    ...(codebuildRoleArn !== undefined && { codebuildRoleArn }),
    ...(componentRoleArn !== undefined && { componentRoleArn }),
    ...(environmentAccountConnectionId !== undefined && { environmentAccountConnectionId }),
    ...(given.provisioningRepository && { provisioningRepository: { arn, name, branch, provider } }),
  };
}

/** The connection that an environment names: accepted, and for an environment of this name. */
export async function connectionOf(
  store: Store,
  { account, region }: Place,
  { id, environmentName }: { id: string | undefined; environmentName: string },
): Promise<Stored<ConnectionRecord> | undefined> {
  if (id === undefined) return undefined;
  const stored = await getConnection(store, region, id);
  const found = stored?.value;
  if (found?.managementAccountId !== account)
    throw resourceNotFound(
      'environment account connection',
      arnOf({ account, region }, `environment-account-connection/${id}`),
    );
  if (found.status !== 'CONNECTED')
    throw invalid(`The environment account connection ${id} is ${found.status}, not CONNECTED.`);
  if (found.environmentName !== environmentName)
    throw invalid(`The environment account connection ${id} is for an environment named ${found.environmentName}.`);
  return stored;
}

/**
 * The connection that an environment is managed by: the one that it names or, where that was deleted, another that was accepted for it since. Throws
 * ConflictException where there is none.
 */
export async function connectionInUse(
  store: Store,
  environment: Pick<EnvironmentRecord, keyof Place | 'environmentName' | 'environmentAccountId' | keyof Means>,
): Promise<ConnectionRecord | undefined> {
  const { account, region, environmentName, environmentAccountId, environmentAccountConnectionId: id } = environment;
  if (id === undefined) return undefined;
  const named = (await getConnection(store, region, id))?.value;
  if (named) return named;
  const received = await allRecords<ConnectionRecord>(store, {
    partition: sentTo({ account, region }),
    index: 'listing',
  });
  const other = received.find(
    ({ value }) =>
      value.status === 'CONNECTED' &&
      value.environmentName === environmentName &&
      value.environmentAccountId === environmentAccountId,
  );
  if (other) return other.value;
  throw conflict(
    `The environment account connection ${id} of environment ${environmentName} was deleted: accept another that account ${environmentAccountId} asks for.`,
  );
}

/** Throws ValidationException unless an engine has what it needs, and nothing that does not go with it. */
export function checkMeans(means: Means, engine: Engine, connection: ConnectionRecord | undefined): void {
  if (means.protonServiceRoleArn !== undefined && connection)
    throw invalid('protonServiceRoleArn and environmentAccountConnectionId exclude each other.');
  if (engine === 'terraform') {
    if (!means.provisioningRepository) throw invalid('Self-managed provisioning needs a provisioningRepository.');
    if (means.protonServiceRoleArn !== undefined || connection)
      throw invalid('Self-managed provisioning takes neither protonServiceRoleArn nor environmentAccountConnectionId.');
    return;
  }
  if (means.provisioningRepository) throw invalid('provisioningRepository is for self-managed provisioning only.');
  if (engine === 'cloudformation' && means.protonServiceRoleArn === undefined && connection?.roleArn === undefined)
    throw invalid('AWS-managed provisioning needs a protonServiceRoleArn or an environmentAccountConnectionId.');
  if (engine === 'codebuild' && means.codebuildRoleArn === undefined && connection?.codebuildRoleArn === undefined)
    throw invalid(
      'CodeBuild provisioning needs a codebuildRoleArn, or an environmentAccountConnectionId that has one.',
    );
}

const kinds = {
  cloudformation: 'cloudformation',
  codebuild: 'codebuild',
  terraform: 'pull-request',
  none: 'customer-managed',
} as const;

/** How something in an environment, or the environment itself, is provisioned. */
export function planOf(
  {
    account,
    region,
    provisioningRepository,
    ...means
  }: Place & Means & Pick<EnvironmentRecord, 'environmentAccountId'>,
  engine: Engine,
  connection: ConnectionRecord | undefined,
): WorkPlan {
  const roles = {
    cloudformation: means.protonServiceRoleArn ?? connection?.roleArn,
    codebuild: means.codebuildRoleArn ?? connection?.codebuildRoleArn,
  };
  const roleArn = engine === 'cloudformation' || engine === 'codebuild' ? roles[engine] : undefined;
  const { name = '', branch = '', provider = '' } = provisioningRepository ?? {};
  return {
    kind: kinds[engine],
    account: connection?.environmentAccountId ?? account,
    region,
    ...(roleArn !== undefined && { roleArn }),
    ...(engine === 'terraform' && provisioningRepository && { repository: { name, branch, provider } }),
  };
}

/** How an environment, or an instance in it, is provisioned by the connection of today. Throws ConflictException where there is none any more. */
export async function planIn(store: Store, environment: EnvironmentRecord, engine: Engine): Promise<WorkPlan> {
  return planOf(environment, engine, await connectionInUse(store, environment));
}
