import type { Key } from '../../functions/ports/store.ts';
import { PassingMap } from '../passing.ts';
import type { Database } from './database.ts';
import { statements, type Row } from './records-table.ts';
import type { WaitingRows } from './waiting-rows.ts';

/** The records of one partition that wait to be written, by sort key. */
export interface WaitingPartition {
  rows: WaitingRows<string, Row>;
  /** Whether they are all records of the partition, so that the table need not be asked. */
  isWhole: boolean;
}

/** The records that wait to be written, by partition. */
export interface WaitingRecords {
  of(partition: string): WaitingPartition | undefined;
  /** A record as it is to be from now on; `isNew` where the table has no row of it. */
  put(row: Row, isNew: boolean): void;
  /** A record that is there no more, by the id of its row. */
  remove(key: Key, id: number): void;
}

/** Keeps them, with nothing of a partition whose records are all written. */
export function waitingRecords(database: Database): WaitingRecords {
  const partitions = new PassingMap<string, WaitingPartition>();
  const open = (partition: string): WaitingRows<string, Row> => {
    const known = partitions.get(partition);
    if (known) return known.rows;
    const written = (): void => {
      if (made.rows.size === 0) partitions.delete(partition);
      made.isWhole = false;
    };
    const rows = database.waitingRows<string, Row>('records', written);
    const made = { rows, isWhole: database.beneath(statements.any).get(partition) === undefined };
    partitions.set(partition, made);
    return rows;
  };
  return {
    of: (partition) => partitions.get(partition),
    put: (row, isNew) => open(row[1]).put(row[2], row, isNew),
    remove: ({ partition, sort }, id) => open(partition).remove(sort, id),
  };
}
