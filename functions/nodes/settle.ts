import type { Ports } from '../ports/ports.ts';
import { isWritten } from '../ports/until-written.ts';
import { type CommandRecord, queueKey } from './command.ts';
import { removeLog } from './log.ts';

/** Takes a command that is over to its owner; safe to repeat. */
export type Tell = (command: CommandRecord) => Promise<void>;

type Needs = Pick<Ports, 'store' | 'objects'> & { tell: Tell };

/** How many of a node's ended commands keep their logs, as OpsWorks had it. */
const keptLogs = 30;

const endedPrefix = 'ended#';

/** Tells the owner of a command that is over, and then takes it out of its node's queue: whatever is still in there is told again. */
export async function settle(command: CommandRecord, { tell, ...ports }: Needs): Promise<void> {
  await tell(command);
  const { partition, sort } = queueKey(command);
  const entry = await ports.store.get({ partition, sort });
  if (!entry) return;
  const put = { partition, sort: endedPrefix + sort, value: { id: command.id } };
  // Where another one was faster, what was to be done is done.
  await isWritten(ports.store, [
    { remove: { partition, sort }, expect: entry.version },
    { put, expect: 0 },
  ]);
  await forgetOldest(partition, ports);
}

async function forgetOldest(partition: string, { store, objects }: Omit<Needs, 'tell'>): Promise<void> {
  const { items } = await store.list<{ id: string }>({ partition, prefix: endedPrefix, limit: 100 });
  for (const { sort, version, value } of items.slice(0, Math.max(items.length - keptLogs, 0))) {
    await removeLog(value.id, objects);
    await isWritten(store, [{ remove: { partition, sort }, expect: version }]);
  }
}
