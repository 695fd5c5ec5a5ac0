import type { EnvironmentAccountConnection, EnvironmentAccountConnectionStatus } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { resourceNotFound } from '../errors.ts';
import { arnOf, type Place } from '../place.ts';

/** A connection between two accounts; the record stands where both find it. Times are epoch milliseconds. */
export interface ConnectionRecord {
  id: string;
  region: string;
  environmentName: string;
  environmentAccountId: string;
  managementAccountId: string;
  roleArn?: string;
  codebuildRoleArn?: string;
  componentRoleArn?: string;
  status: EnvironmentAccountConnectionStatus;
  requestedAt: number;
  lastModifiedAt: number;
}

/** The partition of the connections of all accounts in a Region, by id. */
const connectionsPartition = (region: string): string => `proton#environment-account-connection##${region}`;

export const connectionKey = (region: string, id: string): Key => ({
  partition: connectionsPartition(region),
  sort: id,
});

/** The connections that one account sent or was sent (indexes `parent` and `listing`). */
export const sentBy = ({ account, region }: Place): string => `proton#connections-sent#${account}#${region}`;
export const sentTo = ({ account, region }: Place): string => `proton#connections-received#${account}#${region}`;

/** A connection as it is written, listed for both accounts. */
export const connectionItem = (value: ConnectionRecord) => ({
  ...connectionKey(value.region, value.id),
  value,
  indexes: {
    parent: { partition: sentBy({ account: value.environmentAccountId, region: value.region }), sort: value.id },
    listing: { partition: sentTo({ account: value.managementAccountId, region: value.region }), sort: value.id },
  },
});

export const connectionArn = ({ region, environmentAccountId: account, id }: ConnectionRecord): string =>
  arnOf({ account, region }, `environment-account-connection/${id}`);

export const getConnection = (
  store: Store,
  region: string,
  id: string,
): Promise<Stored<ConnectionRecord> | undefined> => store.get<ConnectionRecord>(connectionKey(region, id));

/** The connection, or ResourceNotFoundException for an account that has no such part in it. */
export async function requireConnection(
  store: Store,
  id: string,
  { caller, as }: { caller: Caller; as: ('management' | 'environment')[] },
): Promise<Stored<ConnectionRecord>> {
  const found = await getConnection(store, caller.region, id);
  const isPart = as.some((role) => found?.value[`${role}AccountId`] === caller.account);
  if (found && isPart) return found;
  throw resourceNotFound('environment account connection', arnOf(caller, `environment-account-connection/${id}`));
}

/** A connection as the API shows it. The model requires a role, which today's connections need not have. */
export const connectionView = (connection: ConnectionRecord): EnvironmentAccountConnection => ({
  id: connection.id,
  arn: connectionArn(connection),
  managementAccountId: connection.managementAccountId,
  environmentAccountId: connection.environmentAccountId,
  environmentName: connection.environmentName,
  roleArn: connection.roleArn ?? '',
  codebuildRoleArn: connection.codebuildRoleArn,
  componentRoleArn: connection.componentRoleArn,
  status: connection.status,
  requestedAt: new Date(connection.requestedAt),
  lastModifiedAt: new Date(connection.lastModifiedAt),
});
