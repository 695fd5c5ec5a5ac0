import type { Clock } from '../functions/ports/clock.ts';
import { keyOf, nameOf, valuesOf } from '../functions/ports/record-limits.ts';
import { WriteConflict } from '../functions/ports/store.ts';
import type { Key, Page, Query, Store, Stored, Write } from '../functions/ports/store.ts';
import type { Database } from './database.ts';
import { pendingPartitions, type Pending } from './pending-partitions.ts';
import { placesOf, positionOf, schema, select, statements, toStored, type Look, type Row } from './records-table.ts';

interface Table {
  database: Database;
  pending: Pending;
}

/** The store of the embedded program: one table of one SQLite file, durable by the database's group commit. */
export function sqliteStore(database: Database, clock: Clock): Store {
  database.define(schema);
  for (const sql of [statements.get, statements.look]) database.prepare(sql).setReturnArrays(true);
  const table = { database, pending: pendingPartitions(database) };
  return {
    get: (key) => get(table, key, seconds(clock)),
    list: (query) => list(table, query, seconds(clock)),
    write: (changes) => write(table, changes, seconds(clock)),
  };
}

const batch = 500;

/** Removes the records whose time is over, in small batches that let others in between, and says how many; they are invisible long before. */
export async function sweep(database: Database, clock: Clock): Promise<number> {
  database.change();
  const { changes } = database.prepare(statements.sweep).run(seconds(clock), batch);
  await database.durable();
  return Number(changes) < batch ? Number(changes) : batch + (await sweep(database, clock));
}

const seconds = (clock: Clock): number => Math.floor(clock.now() / 1000);

async function get<Value>(
  { database, pending }: Table,
  { partition, sort }: Key,
  now: number,
): Promise<Stored<Value> | undefined> {
  const row = database.prepare(statements.get).get(partition, sort, now) as unknown as Row | undefined;
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
  const found = rows.slice(0, limit);
  const items = found.map((row) => toStored<Value>(row));
  const last = found.at(-1);
  return rows.length > limit && last ? { items, next: positionOf(query, last) } : { items };
}

async function write({ database, pending }: Table, changes: Write[], now: number): Promise<void> {
  const values = valuesOf(changes);
  const found = changes.map((change) => look(database, keyOf(change)));
  const lost = changes.find((change, place) => versionOf(found[place], now) !== change.expect);
  if (lost) {
    await database.durable();
    throw new WriteConflict(`The record ${nameOf(keyOf(lost))} is not at version ${lost.expect}`);
  }
  if (changes.every((change) => 'check' in change)) return database.durable();
  database.change();
  pending.add(changes);
  try {
    changes.forEach((change, place) => apply(database, change, { value: values[place], found: found[place] }));
  } catch (error) {
    database.abandon(error as Error);
  }
  await database.durable();
}

const look = (database: Database, { partition, sort }: Key): Look | undefined =>
  database.prepare(statements.look).get(partition, sort) as unknown as Look | undefined;

function versionOf(found: Look | undefined, now: number): number {
  if (!found) return 0;
  const [, version, expires] = found;
  return expires !== null && expires <= now ? 0 : version;
}

function apply(database: Database, change: Write, at: { value: string | undefined; found: Look | undefined }): void {
  const { value, found } = at;
  if ('remove' in change && found) database.prepare(statements.remove).run(found[0]);
  if (!('put' in change) || value === undefined) return;
  const { partition, sort } = change.put;
  const version = change.expect + 1;
  const places = placesOf(change.put);
  if (!found) database.prepare(statements.insert).run(partition, sort, version, value, ...places);
  else if (places.every((place, number) => place === found[number + 2]))
    database.prepare(statements.update).run(version, value, found[0]);
  else database.prepare(statements.move).run(version, value, ...places, found[0]);
}
