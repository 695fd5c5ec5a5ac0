import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { change, ended, queuePrefix } from './command.ts';
import { nodeKey, type NodeRecord } from './node.ts';

/** Takes a node away, its token and its commands with it: those that had not ended end as interrupted, untold. False where there is none. */
export async function removeNode(id: string, { store, clock }: { store: Store; clock: Clock }): Promise<boolean> {
  const stored = await store.get<NodeRecord>(nodeKey(id));
  if (!stored) return false;
  // First of all, so that nothing is added to what is cleared away.
  await store.write([{ remove: nodeKey(id), expect: stored.version }]);
  const partition = `node#${id}`;
  for (;;) {
    const { items } = await store.list<{ id: string }>({ partition, prefix: queuePrefix });
    for (const { sort, version, value } of items) {
      const end = { state: 'interrupted' as const, reason: 'its node was removed' };
      await change(value.id, { store }, (command) => ended(command, end, clock.now()));
      await store.write([{ remove: { partition, sort }, expect: version }]);
    }
    if (items.length === 0) return true;
  }
}
