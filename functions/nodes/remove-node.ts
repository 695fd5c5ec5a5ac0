import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { unlessConflict } from '../ports/until-written.ts';
import { change, ended, queuePrefix } from './command.ts';
import { nodeKey, type NodeRecord } from './node.ts';

type Needs = { store: Store; clock: Clock };

/**
 * Takes a node away, its token and its commands with it: those that had not ended end as interrupted, untold. False where there is none; what a crash
 * left of it is cleared away all the same.
 */
export async function removeNode(id: string, ports: Needs): Promise<boolean> {
  await clearQueue(id, ports);
  const stored = await ports.store.get<NodeRecord>(nodeKey(id));
  if (!stored) return false;
  await ports.store.write([{ remove: nodeKey(id), expect: stored.version }]);
  // What was added meanwhile.
  await clearQueue(id, ports);
  return true;
}

async function clearQueue(id: string, { store, clock }: Needs): Promise<void> {
  const partition = `node#${id}`;
  const end = { state: 'interrupted' as const, reason: 'its node was removed' };
  for (;;) {
    const { items } = await store.list<{ id: string }>({ partition, prefix: queuePrefix });
    for (const { sort, version, value } of items) {
      await change(value.id, { store }, (command) => ended(command, end, clock.now()));
      // Unless its agent has told of it meanwhile.
      await store.write([{ remove: { partition, sort }, expect: version }]).catch(unlessConflict);
    }
    if (items.length === 0) return;
  }
}
