/** The name of one record: all records of a partition are listed together, in the order of their sort keys (UTF-8 bytes). */
export interface Key {
  partition: string;
  sort: string;
}

/** The listings a record may stand in besides its own partition; each is a sparse index. */
export const indexNames = ['listing', 'status', 'parent'] as const;
export type IndexName = (typeof indexNames)[number];

/** A record as it is written. `indexes` names the partition and sort key it has in each listing; `expires` is in epoch seconds. */
export interface Item<Value = object> extends Key {
  value: Value;
  indexes?: Partial<Record<IndexName, Key>>;
  expires?: number;
}

/** A record as it was read; `version` counts its writes from 1. */
export interface Stored<Value = object> extends Item<Value> {
  version: number;
}

/**
 * One change. It applies only while the record is at the expected version (0 = absent):
 * `put` replaces the whole record, `remove` deletes it, `check` changes nothing.
 */
export type Write = { put: Item; expect: number } | { remove: Key; expect: number } | { check: Key; expect: number };

/** What to list: a partition of the table or, with `index`, of one listing; `from` and `to` are inclusive bounds of the sort key. */
export interface Query {
  partition: string;
  index?: IndexName;
  prefix?: string;
  from?: string;
  to?: string;
  /** Exclusive start: the `next` of the page before. */
  after?: string;
  /** At most this many records; 100 unless told. */
  limit?: number;
  descending?: boolean;
}

/** One page of a listing; `next` is there when more may follow. */
export interface Page<Value = object> {
  items: Stored<Value>[];
  next?: string;
}

/** A write whose expectation did not hold: nothing was changed, and the caller may read again and decide anew. */
export class WriteConflict extends Error {
  override name = 'WriteConflict';
}

/** A record or a write beyond what every store keeps (see record-limits.ts): `message` names the key. */
export class RecordTooLarge extends Error {
  override name = 'RecordTooLarge';
}

/** An `after` that no page ever gave as its `next`. */
export class InvalidPosition extends Error {
  override name = 'InvalidPosition';
}

/**
 * Durable records (DynamoDB single table; SQLite when embedded). Every answer, of a read too, tells only of what is already durable.
 * `write` is all or nothing over at most 100 changes of different records and throws WriteConflict where an expectation does not hold.
 */
export interface Store {
  get<Value>(key: Key): Promise<Stored<Value> | undefined>;
  list<Value>(query: Query): Promise<Page<Value>>;
  write(changes: Write[]): Promise<void>;
}
