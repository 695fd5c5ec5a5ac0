import type {
  CreateEnvironmentAccountConnectionInput,
  CreateEnvironmentAccountConnectionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { clientTokenOf } from '../client-token.ts';
import { conflict, invalid, serviceQuotaExceeded } from '../errors.ts';
import { putTags } from '../tags/record.ts';
import { connectionEvent } from './event.ts';
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
  const { items } = await store.list<ConnectionRecord>({ partition: sentBy(caller), index: 'parent', limit: most });
  checkOpen(
    items.map(({ value }) => value),
    input,
  );
  if (items.length >= most) throw serviceQuotaExceeded('environment account connections', most);
  const connection = newConnection(input, ports, caller);
  const key = connectionKey(connection.region, connection.id);
  await store.write([
    { put: connectionItem(connection), expect: 0 },
    ...token.keep(key),
    ...putTags(connectionArn(connection), input.tags ?? []),
  ]);
  await events.publish(() => [connectionEvent(connection, undefined)]);
  return { environmentAccountConnection: connectionView(connection) };
}

function checkOpen(sent: ConnectionRecord[], input: CreateEnvironmentAccountConnectionInput): void {
  const { managementAccountId, environmentName } = input;
  const open = sent.find(
    (one) =>
      one.managementAccountId === managementAccountId &&
      one.environmentName === environmentName &&
      one.status !== 'REJECTED',
  );
  if (!open) return;
  throw conflict(
    `The environment account connection ${open.id} with account ${managementAccountId} for an environment named ${environmentName} is ${open.status}.`,
  );
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
