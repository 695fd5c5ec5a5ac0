import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';

/** A finished run as its rows lie in the data folder. */
interface Rows {
  id: string;
  order: string;
  startTime: number;
  records: Row[];
  machine: Row;
}

type Row = Record<string, string | number | null>;

const day = 86_400_000;
/** Of a hundred stored runs five have failed. */
const failedOf100 = 5;

/**
 * Fills the data folder of a program that does not run with copies of its run `id` until `count` are stored, over the last 25 days, and
 * answers the ids of some of them. The copies are rows like those the program writes; it wrote the first one itself.
 */
export function storeCopies(data: string, id: string, count: number): string[] {
  const db = new DatabaseSync(join(data, 'quaymaster.db'));
  db.exec('PRAGMA synchronous=OFF; PRAGMA cache_size=-200000');
  const original = read(db, id);
  const stored = Number(db.prepare("SELECT count(*) AS n FROM records WHERE sort = 'execution'").get()?.['n']);
  const [insertRecord, insertMachine] = [
    insertInto(db, 'records', original.records[0] ?? {}),
    insertInto(db, 'states_executions', original.machine),
  ];
  const now = Date.now();
  const sample: string[] = [];
  db.exec('BEGIN');
  for (let at = stored; at < count; at++) {
    const copy = copyOf(original, { startTime: now - 25 * day + Math.floor((25 * day * at) / count), at });
    for (const row of copy.records) insertRecord.run(...Object.values(row));
    insertMachine.run(...Object.values(copy.machine));
    if ((at - stored) % Math.ceil((count - stored) / 1000) === 0) sample.push(copy.id);
    if (at % 20_000 === 0) db.exec('COMMIT; BEGIN');
  }
  db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
  db.close();
  return sample;
}

function read(db: DatabaseSync, id: string): Rows {
  const records = db
    .prepare('SELECT * FROM records WHERE partition = ? ORDER BY sort')
    .all(`automation-execution#${id}`) as Row[];
  const machine = db.prepare('SELECT * FROM states_executions WHERE name LIKE ?').get(`%${id}%`) as Row;
  const execution = records.find(({ sort }) => sort === 'execution');
  const { order, startTime } = JSON.parse(String(execution?.['value'])) as { order: string; startTime: number };
  return { id, order, startTime, records: records.map(withoutId), machine: withoutId(machine) };
}

const withoutId = ({ id: _id, ...row }: Row): Row => row;

function insertInto(db: DatabaseSync, table: string, row: Row) {
  const names = Object.keys(row);
  return db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`);
}

/** The rows of a run that began at another time, and in some cases failed. */
function copyOf(original: Rows, { startTime, at }: { startTime: number; at: number }): Rows {
  const id = idOf(startTime, at);
  const order = String(startTime * 1000 + (at % 1000)).padStart(16, '0');
  const months = [original.startTime, startTime].map((time) => `#${new Date(time).toISOString().slice(0, 7)}`);
  const isFailed = at % 100 < failedOf100;
  const renamed = (value: string | number | null): string | number | null => {
    if (typeof value !== 'string') return value;
    const moved = value
      .replaceAll(original.id, id)
      .replaceAll(original.order, order)
      .replace(months[0] ?? '', months[1] ?? '');
    const timed = moved.replace(/"(startTime|endTime|attemptTime)":\d+/g, `"$1":${startTime}`);
    return isFailed ? timed.replace(/"status":"Success"/, '"status":"Failed"').replace('#Success#', '#Failed#') : timed;
  };
  const copied = (row: Row): Row =>
    Object.fromEntries(Object.entries(row).map(([key, value]) => [key, renamed(value)]));
  const records = original.records.map(copied);
  for (const row of records) if (row['expires'] !== null) row['expires'] = Math.ceil(startTime / 1000) + 30 * 86_400;
  const machine = { ...copied(original.machine), started: startTime, stopped: startTime };
  return { id, order, startTime, records, machine };
}

function idOf(time: number, at: number): string {
  const hex = time.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${(at % 4096).toString(16).padStart(3, '0')}-8000-${at.toString(16).padStart(12, '0')}`;
}
