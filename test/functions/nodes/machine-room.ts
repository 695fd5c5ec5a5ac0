import type { Ids } from '../../../functions/ports/ids.ts';
import type { Store } from '../../../functions/ports/store.ts';
import { type NodeOrder, queueCommand } from '../../../functions/nodes/command.ts';
import { createNode } from '../../../functions/nodes/node.ts';
import { Database } from '../../../local/database.ts';
import { sqliteStore } from '../../../local/sqlite-store.ts';
import { fakeClock, type FakeClock } from '../../clock.ts';
import { countingIds } from '../../door.ts';

/** A store in memory with one node, `n1`. */
export interface MachineRoom {
  store: Store;
  clock: FakeClock;
  ids: Ids;
  token: string;
  /** Queues a command for it. */
  order(id: string, more?: Partial<NodeOrder>): ReturnType<typeof queueCommand>;
}

/** Opens it. */
export async function openMachineRoom(): Promise<MachineRoom> {
  const clock = fakeClock();
  const store = sqliteStore(new Database(':memory:'), clock);
  const ports = { store, clock, ids: countingIds() };
  const { token } = await createNode({ id: 'n1', kind: 'ssm', name: 'web' }, ports);
  const order: MachineRoom['order'] = (id, more) =>
    queueCommand(
      { id, node: 'n1', owner: 'ssm', kind: 'script', payload: { commands: [id] }, timeoutSeconds: 60, ...more },
      ports,
    );
  return { ...ports, token, order };
}
