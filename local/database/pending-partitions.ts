import { keyOf } from '../../functions/ports/record-limits.ts';
import type { IndexName, Write } from '../../functions/ports/store.ts';
import type { Database } from './database.ts';

/** Which partitions have changes that are not on disk yet: who reads another one need not wait. */
export interface Pending {
  add(write: Write[]): void;
  /** Resolves when all that was changed so far in what is read is on disk. */
  durable(read: { partition: string; index?: IndexName }): Promise<void>;
}

/** What one group of the database changes. */
interface Changed {
  group: number;
  partitions: Set<string>;
}

/** Keeps note of the partitions of the group that is open, and of the one before, which may be on its way to the disk. */
export function pendingPartitions(database: Database): Pending {
  let before: Changed = { group: -1, partitions: new Set() };
  let open: Changed = { group: -1, partitions: new Set() };
  return {
    add: (write) => {
      if (open.group !== database.group) [before, open] = [open, { group: database.group, partitions: new Set() }];
      for (const change of write) if (!('check' in change)) open.partitions.add(keyOf(change).partition);
    },
    durable: ({ partition, index }) => {
      // A listing may show a record of any partition.
      if (index) return database.durable();
      const changed = [open, before].find(({ partitions }) => partitions.has(partition));
      return changed ? database.durable(changed.group) : Promise.resolve();
    },
  };
}
