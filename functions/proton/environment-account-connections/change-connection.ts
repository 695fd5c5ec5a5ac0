import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { connectionEvent } from './event.ts';
import { connectionItem, type ConnectionRecord } from './record.ts';

/** Writes a change of a connection, and tells the bus of a new status. */
export async function changeConnection(
  { value: before, version }: Stored<ConnectionRecord>,
  change: Partial<ConnectionRecord>,
  { store, clock, events }: Pick<Ports, 'store' | 'clock' | 'events'>,
): Promise<ConnectionRecord> {
  const connection = { ...before, ...change, lastModifiedAt: clock.now() };
  await store.write([{ put: connectionItem(connection), expect: version }]);
  if (connection.status !== before.status) await events.publish(() => [connectionEvent(connection, before.status)]);
  return connection;
}
