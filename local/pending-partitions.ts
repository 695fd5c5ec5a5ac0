import { keyOf } from '../functions/ports/record-limits.ts';
import type { IndexName, Write } from '../functions/ports/store.ts';
import type { Database } from './database.ts';

/** Which partitions have changes that are not on disk yet: who reads another one need not wait. */
export interface Pending {
  add(write: Write[]): void;
  /** Resolves when all that was changed so far in what is read is on disk. */
  durable(read: { partition: string; index?: IndexName }): Promise<void>;
}

/** Keeps note of the partitions of the group that is open. */
export function pendingPartitions(database: Database): Pending {
  const partitions = new Set<string>();
  let group = -1;
  return {
    add: (write) => {
      if (group !== database.group) partitions.clear();
      group = database.group;
      for (const change of write) if (!('check' in change)) partitions.add(keyOf(change).partition);
    },
    // A listing may show a record of any partition.
    durable: ({ partition, index }) =>
      group === database.group && (index || partitions.has(partition)) ? database.durable() : Promise.resolve(),
  };
}
