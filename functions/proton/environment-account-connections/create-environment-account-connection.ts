import type {
  CreateEnvironmentAccountConnectionInput,
  CreateEnvironmentAccountConnectionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { clientTokenOf } from '../client-token.ts';
import { invalid, serviceQuotaExceeded } from '../errors.ts';
import { putTags } from '../tags/record.ts';
import { connectionEvent } from './event.ts';
import { onlyOne } from './open-connection.ts';
import {
  connectionArn,
  connectionItem,
  connectionKey,
  type ConnectionRecord,
  connectionView,
  sentBy,
} from './record.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'ids' | 'events'>;

const most = 1000;

/**
 * Asks a management account to deploy an environment of a name in the caller's account.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateEnvironmentAccountConnection.html
 */
export async function createEnvironmentAccountConnection(
  input: CreateEnvironmentAccountConnectionInput,
  ports: Needs,
  caller: Caller,
): Promise<CreateEnvironmentAccountConnectionOutput> {
  const { store, events } = ports;
  const token = await clientTokenOf('environment-account-connection', input, { ...ports, caller });
  const before = token.made && (await store.get<ConnectionRecord>(token.made));
  if (before) return { environmentAccountConnection: connectionView(before.value) };
  if (input.roleArn === undefined && input.codebuildRoleArn === undefined)
    throw invalid('An environment account connection needs a roleArn or a codebuildRoleArn.');
  const connection = newConnection(input, ports, caller);
  const { items } = await store.list({ partition: sentBy(caller), index: 'parent', limit: most });
  if (items.length >= most) throw serviceQuotaExceeded('environment account connections', most);
  const key = connectionKey(connection.region, connection.id);
  await store.write([
    { put: connectionItem(connection), expect: 0 },
    await onlyOne(store, connection),
    ...token.keep(key),
    ...putTags(connectionArn(connection), input.tags ?? []),
  ]);
  await events.publish(() => [connectionEvent(connection, undefined)]);
  return { environmentAccountConnection: connectionView(connection) };
}

function newConnection(
  input: CreateEnvironmentAccountConnectionInput,
  { clock, ids }: Needs,
  { account, region }: Caller,
): ConnectionRecord {
  const { environmentName = '', managementAccountId = '', roleArn, codebuildRoleArn, componentRoleArn } = input;
  const now = clock.now();
  return {
    id: ids.uuid(),
    region,
    environmentName,
    environmentAccountId: account,
    managementAccountId,
    ...(roleArn !== undefined && { roleArn }),
    ...(codebuildRoleArn !== undefined && { codebuildRoleArn }),
    ...(componentRoleArn !== undefined && { componentRoleArn }),
    status: 'PENDING',
    requestedAt: now,
    lastModifiedAt: now,
  };
}
