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
  const before = found && (await getConnection(store, connection.region, found.value.id));
  if (before) checkOpen([before.value], connection);
  return { put: { ...key, value: { id: connection.id } }, expect: found?.version ?? 0 };
}

/** Throws ConflictException where one of these is open and for the same. */
export function checkOpen(
  sent: ConnectionRecord[],
  { managementAccountId, environmentName }: Pick<ConnectionRecord, 'managementAccountId' | 'environmentName'>,
): void {
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
