import type { SQLInputValue } from 'node:sqlite';
import { compareBytes, isWithin, keyRange } from '../../functions/ports/key-range.ts';
import { invalidPosition, readPosition, writePosition } from '../../functions/ports/page-position.ts';
import { type IndexName, indexNames, type Item, type Query, type Stored } from '../../functions/ports/store.ts';

/** What a record has besides key, version and value: a change of it costs the upkeep of an index each. */
const placeColumns = ['expires', ...indexNames.flatMap((name) => [`${name}_partition`, `${name}_sort`])].join(', ');
const columns = `id, partition, sort, version, value, ${placeColumns}`;

/** The table of all records. Rows lie in the order they came and the keys in an index: half the work of a table in key order. */
export const schema = `
  CREATE TABLE IF NOT EXISTS records (
    id INTEGER PRIMARY KEY, partition TEXT NOT NULL, sort TEXT NOT NULL, version INTEGER NOT NULL, value TEXT NOT NULL,
    expires INTEGER, ${indexNames.map((name) => `${name}_partition TEXT, ${name}_sort TEXT`).join(', ')}
  );
  CREATE UNIQUE INDEX IF NOT EXISTS records_by_key ON records (partition, sort);
  CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires) WHERE expires IS NOT NULL;
  ${indexNames.map(indexSchema).join('\n')}`;

function indexSchema(name: IndexName): string {
  const partition = `${name}_partition`;
  return `CREATE INDEX IF NOT EXISTS records_by_${name} ON records (${partition}, ${name}_sort) WHERE ${partition} IS NOT NULL;`;
}

const visible = '(expires IS NULL OR expires > ?)';

/** The statements on one record; `get` and those of lists take the time in seconds after the key. */
export const statements = {
  get: `SELECT ${columns} FROM records WHERE partition = ? AND sort = ? AND ${visible}`,
  look: 'SELECT id, version, expires FROM records WHERE partition = ? AND sort = ?',
  any: 'SELECT id FROM records WHERE partition = ? LIMIT 1',
  lastId: 'SELECT max(id) AS id FROM records',
  sweep: 'DELETE FROM records WHERE id IN (SELECT id FROM records WHERE expires <= ? LIMIT ?)',
};

type Text = string | null;

type Places = [expires: number | null, Text, Text, Text, Text, Text, Text];

/** A row with its columns in the order of the table. */
export type Row = [id: number, partition: string, sort: string, version: number, value: string, ...Places];

/** A row as `look` reads it; `version` 0 where the record is gone and its row is not yet. */
export type Look = [id: number, version: number, expires: number | null];

/** The record that a row holds. */
export function toStored<Value>(row: Row): Stored<Value> {
  const [, partition, sort, version, value, expires, ...places] = row;
  const stored: Stored<Value> = { partition, sort, version, value: JSON.parse(value) as Value };
  if (expires !== null) stored.expires = expires;
  for (const [place, name] of indexNames.entries()) {
    const [indexPartition, indexSort] = [places[place * 2], places[place * 2 + 1]];
    if (isText(indexPartition) && isText(indexSort))
      (stored.indexes ??= {})[name] = { partition: indexPartition, sort: indexSort };
  }
  return stored;
}

const isText = (value: unknown): value is string => typeof value === 'string';

/** The values of a record's place columns. */
export function placesOf({ expires, indexes }: Item): Places {
  const { listing, status, parent } = indexes ?? {};
  return [
    expires ?? null,
    listing?.partition ?? null,
    listing?.sort ?? null,
    status?.partition ?? null,
    status?.sort ?? null,
    parent?.partition ?? null,
    parent?.sort ?? null,
  ];
}

const operators = { from: '>=', to: '<=', below: '<' };

/** The statement for a query; its text depends on the query's shape alone, so that there are few to prepare. */
export function select(query: Query): { sql: string; values: SQLInputValue[] } {
  const { partition, index, descending = false } = query;
  const order = index ? [`${index}_sort`, 'id'] : ['sort'];
  const range = keyRange(query);
  const start = readPosition(query, range, order.length);
  const bounds = (['from', 'to', 'below'] as const).flatMap((bound) => {
    const key = range[bound];
    return key === undefined ? [] : [{ bound, sql: `${order[0]} ${operators[bound]} ?`, keys: [key] }];
  });
  // The planner seeks by one bound on each side, so the position takes the place of the bound it lies within.
  const rest = start ? bounds.filter(({ bound }) => (bound === 'from') === descending) : bounds;
  const after = `(${order.join(', ')}) ${descending ? '<' : '>'} (${order.map(() => '?').join(', ')})`;
  const all = start ? [...rest, { sql: after, keys: toValues(start) }] : rest;

  const direction = descending ? ' DESC' : '';
  const sql = `SELECT ${columns} FROM records
    WHERE ${[`${index ? `${index}_` : ''}partition = ?`, ...all.map((bound) => bound.sql), visible].join(' AND ')}
    ORDER BY ${order.map((column) => column + direction).join(', ')} LIMIT ?`;
  return { sql, values: [partition, ...all.flatMap((bound) => bound.keys)] };
}

/** Tells of rows of a partition whether they lie in a query's range and after its start. */
export function isInPage(query: Query): (row: Row) => boolean {
  const range = keyRange(query);
  const [start] = readPosition(query, range, 1) ?? [];
  const sign = query.descending ? -1 : 1;
  return ([, , sort]) => isWithin(range, sort) && (start === undefined || sign * compareBytes(sort, start) > 0);
}

/** The `next` of a page that ends with the row. */
export function positionOf({ index }: Query, row: Row): string {
  const { sort, indexes } = toStored(row);
  return writePosition(index ? [indexes?.[index]?.sort ?? '', String(row[0])] : [sort]);
}

function toValues([sort = '', id]: string[]): SQLInputValue[] {
  if (id === undefined) return [sort];
  if (!/^\d{1,15}$/.test(id)) throw invalidPosition();
  return [sort, Number(id)];
}
