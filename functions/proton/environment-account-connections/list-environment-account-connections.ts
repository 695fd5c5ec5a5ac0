import type {
  ListEnvironmentAccountConnectionsInput,
  ListEnvironmentAccountConnectionsOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listed } from '../listing.ts';
import { type ConnectionRecord, connectionView, sentBy, sentTo } from './record.ts';

/**
 * The connections that the caller's account was sent (`MANAGEMENT_ACCOUNT`) or has sent (`ENVIRONMENT_ACCOUNT`), by id.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListEnvironmentAccountConnections.html
 */
export async function listEnvironmentAccountConnections(
  input: ListEnvironmentAccountConnectionsInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListEnvironmentAccountConnectionsOutput> {
  const { requestedBy, environmentName, statuses } = input;
  const isSent = requestedBy === 'ENVIRONMENT_ACCOUNT';
  const partition = isSent ? sentBy({ account, region }) : sentTo({ account, region });
  const passes = (one: ConnectionRecord): boolean =>
    (environmentName === undefined || one.environmentName === environmentName) &&
    (!statuses?.length || statuses.includes(one.status));
  const shape = ['connections', partition, environmentName ?? '', statuses ?? []];
  const index = isSent ? 'parent' : 'listing';
  const { values, nextToken } = await listed<ConnectionRecord>(store, { partition, index, shape, passes }, input);
  return { environmentAccountConnections: values.map(connectionView), nextToken };
}
