import type { SQLInputValue } from 'node:sqlite';
import type { Clock } from '../functions/ports/clock.ts';
import { keyRange } from '../functions/ports/key-range.ts';
import { readPosition, writePosition } from '../functions/ports/page-position.ts';
import { keyOf, nameOf, valuesOf } from '../functions/ports/record-limits.ts';
import { WriteConflict } from '../functions/ports/store.ts';
import type { IndexName, Key, Page, Query, Store, Stored, Write } from '../functions/ports/store.ts';
import type { Database } from './database.ts';

const indexNames: IndexName[] = ['listing', 'status', 'parent'];
const batch = 500;

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    partition TEXT NOT NULL, sort TEXT NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL, expires INTEGER,
    ${indexNames.map((name) => `${name}_partition TEXT, ${name}_sort TEXT`).join(', ')},
    PRIMARY KEY (partition, sort)
  ) WITHOUT ROWID;
  ${indexNames
    .map((name) => {
      const [partition, sort] = [`${name}_partition`, `${name}_sort`];
      return `CREATE INDEX IF NOT EXISTS records_by_${name} ON records (${partition}, ${sort}) WHERE ${partition} IS NOT NULL;`;
    })
    .join('\n')}
  CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires) WHERE expires IS NOT NULL;`;

const columns = `partition, sort, version, value, expires, ${indexNames.map((name) => `${name}_partition, ${name}_sort`).join(', ')}`;
const operators = { from: '>=', to: '<=', below: '<' };
const visible = '(expires IS NULL OR expires > ?)';
const getSql = `SELECT ${columns} FROM records WHERE partition = ? AND sort = ? AND ${visible}`;
const versionSql = `SELECT version FROM records WHERE partition = ? AND sort = ? AND ${visible}`;
const putSql = `INSERT OR REPLACE INTO records (${columns}) VALUES (${columns.replace(/\w+/g, '?')})`;
const removeSql = 'DELETE FROM records WHERE partition = ? AND sort = ?';
const sweepSql = `DELETE FROM records WHERE (partition, sort) IN (SELECT partition, sort FROM records WHERE expires <= ? LIMIT ${batch})`;

/** A row in the order of `columns`. */
type Row = [
  partition: string,
  sort: string,
  version: number,
  value: string,
  expires: number | null,
  ...(string | null)[],
];

/** The store of the embedded program: one table of one SQLite file, durable by the database's group commit. */
export function sqliteStore(database: Database, clock: Clock): Store {
  database.define(schema);
  for (const sql of [getSql, versionSql]) database.prepare(sql).setReturnArrays(true);
  const pending = pendingPartitions(database);
  const table = { database, pending };
  return {
    get: (key) => get(table, key, seconds(clock)),
    list: (query) => list(table, query, seconds(clock)),
    write: (changes) => write(table, changes, seconds(clock)),
  };
}

interface Table {
  database: Database;
  pending: Pending;
}

/** Which partitions have changes that are not on disk yet: who reads another one need not wait. */
interface Pending {
  add(write: Write[]): void;
  /** Resolves when all that was changed so far in what is read is on disk. */
  durable(read: { partition: string; index?: IndexName }): Promise<void>;
}

function pendingPartitions(database: Database): Pending {
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

/** Removes the records whose time is over, in small batches that let others in between, and says how many; they are invisible long before. */
export async function sweep(database: Database, clock: Clock): Promise<number> {
  database.change();
  const { changes } = database.prepare(sweepSql).run(seconds(clock));
  await database.durable();
  return Number(changes) < batch ? Number(changes) : batch + (await sweep(database, clock));
}

const seconds = (clock: Clock): number => Math.floor(clock.now() / 1000);

async function get<Value>(
  { database, pending }: Table,
  { partition, sort }: Key,
  now: number,
): Promise<Stored<Value> | undefined> {
  const row = database.prepare(getSql).get(partition, sort, now) as unknown as Row | undefined;
  await pending.durable({ partition });
  return row && toStored<Value>(row);
}

async function list<Value>({ database, pending }: Table, query: Query, now: number): Promise<Page<Value>> {
  const { limit = 100 } = query;
  const { sql, values } = select(query);
  const statement = database.prepare(sql);
  statement.setReturnArrays(true);
  const rows = statement.all(...values, now, limit + 1) as unknown as Row[];
  await pending.durable(query);
  const items = rows.slice(0, limit).map((row) => toStored<Value>(row));
  const last = items.at(-1);
  return rows.length > limit && last ? { items, next: writePosition(query, last) } : { items };
}

async function write({ database, pending }: Table, changes: Write[], now: number): Promise<void> {
  const values = valuesOf(changes);
  const conflict = changes.find((change) => versionOf(database, keyOf(change), now) !== change.expect);
  if (conflict) {
    await database.durable();
    throw new WriteConflict(`The record ${nameOf(keyOf(conflict))} is not at version ${conflict.expect}`);
  }
  if (changes.every((change) => 'check' in change)) return database.durable();
  database.change();
  pending.add(changes);
  try {
    changes.forEach((change, place) => apply(database, change, values[place]));
  } catch (error) {
    database.abandon(error as Error);
  }
  await database.durable();
}

function versionOf(database: Database, { partition, sort }: Key, now: number): number {
  const row = database.prepare(versionSql).get(partition, sort, now) as unknown as [number] | undefined;
  return row ? row[0] : 0;
}

function apply(database: Database, change: Write, value: string | undefined): void {
  if ('remove' in change) database.prepare(removeSql).run(change.remove.partition, change.remove.sort);
  if (!('put' in change) || value === undefined) return;
  const { partition, sort, expires = null, indexes } = change.put;
  const { listing, status, parent } = indexes ?? {};
  database
    .prepare(putSql)
    .run(
      ...[partition, sort, change.expect + 1, value, expires],
      ...[listing?.partition ?? null, listing?.sort ?? null],
      ...[status?.partition ?? null, status?.sort ?? null],
      ...[parent?.partition ?? null, parent?.sort ?? null],
    );
}

/** The statement for a query; its text depends on the query's shape alone, so that there are few to prepare. */
function select(query: Query): { sql: string; values: SQLInputValue[] } {
  const { partition, index, descending = false } = query;
  const order = index ? [`${index}_sort`, 'partition', 'sort'] : ['sort'];
  const range = keyRange(query);
  const start = readPosition(query, range);
  const bounds = (['from', 'to', 'below'] as const).flatMap((bound) => {
    const key = range[bound];
    return key === undefined ? [] : [{ bound, sql: `${order[0]} ${operators[bound]} ?`, keys: [key] }];
  });
  // The planner seeks by one bound on each side, so the position takes the place of the bound it lies within.
  const rest = start ? bounds.filter(({ bound }) => (bound === 'from') === descending) : bounds;
  const after = `(${order.join(', ')}) ${descending ? '<' : '>'} (${order.map(() => '?').join(', ')})`;
  const all = start ? [...rest, { sql: after, keys: start }] : rest;

  const direction = descending ? ' DESC' : '';
  const sql = `SELECT ${columns} FROM records
    WHERE ${[`${index ? `${index}_` : ''}partition = ?`, ...all.map((bound) => bound.sql), visible].join(' AND ')}
    ORDER BY ${order.map((column) => column + direction).join(', ')} LIMIT ?`;
  return { sql, values: [partition, ...all.flatMap((bound) => bound.keys)] };
}

function toStored<Value>(row: Row): Stored<Value> {
  const [partition, sort, version, value, expires, ...places] = row;
  const stored: Stored<Value> = { partition, sort, version, value: JSON.parse(value) as Value };
  if (expires !== null) stored.expires = expires;
  for (const [place, name] of indexNames.entries()) {
    const [indexPartition, indexSort] = [places[place * 2], places[place * 2 + 1]];
    if (indexPartition && indexSort) (stored.indexes ??= {})[name] = { partition: indexPartition, sort: indexSort };
  }
  return stored;
}
