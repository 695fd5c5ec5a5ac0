import type { Clock } from '../../functions/ports/clock.ts';
import { compareBytes } from '../../functions/ports/key-range.ts';
import { keyOf, nameOf, valuesOf } from '../../functions/ports/record-limits.ts';
import { WriteConflict } from '../../functions/ports/store.ts';
import type { Key, Page, Query, Store, Stored, Write } from '../../functions/ports/store.ts';
import type { Database } from './database.ts';
import { pendingPartitions, type Pending } from './pending-partitions.ts';
import {
  isInPage,
  placesOf,
  positionOf,
  schema,
  select,
  statements,
  toStored,
  type Look,
  type Row,
} from './records-table.ts';
import { waitingRecords, type WaitingRecords } from './waiting-records.ts';

interface Table {
  database: Database;
  pending: Pending;
  waiting: WaitingRecords;
  lastId: number;
}

/** The store of the embedded program: one table of one SQLite file, durable by the database's group commit. */
export function sqliteStore(database: Database, clock: Clock): Store {
  database.define(schema);
  for (const sql of [statements.get, statements.look]) database.beneath(sql).setReturnArrays(true);
  const lastId = Number(database.prepare(statements.lastId).get()?.id);
  const table = { database, pending: pendingPartitions(database), waiting: waitingRecords(database), lastId };
  return {
    get: (key) => get(table, key, seconds(clock)),
    list: (query) => list(table, query, seconds(clock)),
    write: (changes) => write(table, changes, seconds(clock)),
  };
}

const batch = 500;

/** Removes the records whose time is over, in small batches that let others in between, and says how many; they are invisible long before. */
export async function sweep(database: Database, clock: Clock): Promise<number> {
  // What comes back after a crash is removed again.
  const { changes } = database.prepare(statements.sweep).run(seconds(clock), batch);
  await new Promise((resolve) => setImmediate(resolve));
  return Number(changes) < batch ? Number(changes) : batch + (await sweep(database, clock));
}

const seconds = (clock: Clock): number => Math.floor(clock.now() / 1000);

async function get<Value>(table: Table, key: Key, now: number): Promise<Stored<Value> | undefined> {
  const row = read(table, key, now);
  await table.pending.durable(key);
  return row && toStored<Value>(row);
}

function read({ database, waiting }: Table, { partition, sort }: Key, now: number): Row | undefined {
  const mine = waiting.of(partition);
  const found = mine?.rows.find(sort);
  if (found) return found.values && isVisible(found.values, now) ? found.values : undefined;
  if (mine?.isWhole) return undefined;
  return database.beneath(statements.get).get(partition, sort, now) as unknown as Row | undefined;
}

const isVisible = ([, , , , , expires]: Row, now: number): boolean => expires === null || expires > now;

async function list<Value>(table: Table, query: Query, now: number): Promise<Page<Value>> {
  const { limit = 100 } = query;
  const rows = rowsOf(table, { ...query, limit: limit + 1 }, now);
  await table.pending.durable(query);
  const found = rows.slice(0, limit);
  const items = found.map((row) => toStored<Value>(row));
  const last = found.at(-1);
  return rows.length > limit && last ? { items, next: positionOf(query, last) } : { items };
}

/** An index tells only of written rows; those of a partition that wait take the place of the written ones. */
function rowsOf(table: Table, query: Query & { limit: number }, now: number): Row[] {
  const mine = query.index ? undefined : table.waiting.of(query.partition);
  if (!mine) return writtenRows(table, query, now);
  const { rows, isWhole } = mine;
  const isWanted = isInPage(query);
  const waiting = rows.all().filter((row) => isVisible(row, now) && isWanted(row));
  const written = isWhole ? [] : writtenRows(table, { ...query, limit: query.limit + rows.size }, now);
  const all = [...written.filter(([, , sort]) => !rows.find(sort)), ...waiting];
  const sign = query.descending ? -1 : 1;
  return all.sort(([, , a], [, , b]) => sign * compareBytes(a, b)).slice(0, query.limit);
}

function writtenRows({ database }: Table, query: Query & { limit: number }, now: number): Row[] {
  const { sql, values } = select(query);
  const statement = query.index ? database.prepare(sql) : database.beneath(sql);
  statement.setReturnArrays(true);
  return statement.all(...values, now, query.limit) as unknown as Row[];
}

async function write(table: Table, changes: Write[], now: number): Promise<void> {
  const { database, pending } = table;
  const values = valuesOf(changes);
  const found = changes.map((change) => look(table, keyOf(change)));
  const lost = changes.find((change, place) => versionOf(found[place], now) !== change.expect);
  if (lost) {
    await database.durable();
    throw new WriteConflict(`The record ${nameOf(keyOf(lost))} is not at version ${lost.expect}`);
  }
  if (changes.every((change) => 'check' in change)) return database.durable();
  pending.add(changes);
  changes.forEach((change, place) => apply(table, change, { value: values[place], found: found[place] }));
  await database.durable();
}

function look({ database, waiting }: Table, { partition, sort }: Key): Look | undefined {
  const mine = waiting.of(partition);
  const found = mine?.rows.find(sort);
  if (!found)
    return mine?.isWhole
      ? undefined
      : (database.beneath(statements.look).get(partition, sort) as unknown as Look | undefined);
  const { id, values } = found;
  return values ? [id, values[3], values[5]] : [id, 0, null];
}

function versionOf(found: Look | undefined, now: number): number {
  if (!found) return 0;
  const [, version, expires] = found;
  return expires !== null && expires <= now ? 0 : version;
}

function apply(table: Table, change: Write, at: { value: string | undefined; found: Look | undefined }): void {
  const { value, found } = at;
  if ('remove' in change && found) table.waiting.remove(change.remove, found[0]);
  if (!('put' in change) || value === undefined) return;
  const { partition, sort } = change.put;
  const id = found?.[0] ?? (table.lastId += 1);
  table.waiting.put([id, partition, sort, change.expect + 1, value, ...placesOf(change.put)], !found);
}
