import type {
  DeleteEnvironmentAccountConnectionInput,
  DeleteEnvironmentAccountConnectionOutput,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { removeTags } from '../tags/record.ts';
import { connectionEvent } from './event.ts';
import { connectionArn, connectionKey, connectionView, getConnection } from './record.ts';

/**
 * Ends a connection from the environment account, also one in use; one that is not there is as good as deleted.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteEnvironmentAccountConnection.html
 */
export async function deleteEnvironmentAccountConnection(
  { id = '' }: DeleteEnvironmentAccountConnectionInput,
  { store, events }: Pick<Ports, 'store' | 'events'>,
  { account, region }: Caller,
): Promise<DeleteEnvironmentAccountConnectionOutput> {
  const found = await getConnection(store, region, id);
  if (found?.value.environmentAccountId !== account) return {};
  const tags = await removeTags(store, connectionArn(found.value));
  await store.write([{ remove: connectionKey(region, id), expect: found.version }, ...tags]);
  await events.publish(() => [connectionEvent(found.value, found.value.status, 'DELETED')]);
  return { environmentAccountConnection: connectionView(found.value) };
}
