import type { Key, Store, Write } from '../../ports/store.ts';
import { conflict } from '../errors.ts';
import { type ConnectionRecord, getConnection } from './record.ts';

/** Where it stands which connection was last asked for between two accounts for an environment of a name. */
const openKey = ({ environmentAccountId, managementAccountId, region, environmentName }: ConnectionRecord): Key => ({
  partition: `proton#open-connection#${environmentAccountId}#${managementAccountId}#${region}`,
  sort: environmentName,
});

/** The change by which a new connection is the only one of its kind that is open: of two that are asked for at once one is written. Throws ConflictException. */
export async function onlyOne(store: Store, connection: ConnectionRecord): Promise<Write> {
  const key = openKey(connection);
  const found = await store.get<{ id: string }>(key);
  const before = found && (await getConnection(store, connection.region, found.value.id))?.value;
  if (before && before.status !== 'REJECTED')
    throw conflict(
      `The environment account connection ${before.id} with account ${before.managementAccountId} for an environment named ${before.environmentName} is ${before.status}.`,
    );
  return { put: { ...key, value: { id: connection.id } }, expect: found?.version ?? 0 };
}
