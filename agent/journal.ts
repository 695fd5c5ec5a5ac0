import { randomUUID } from 'node:crypto';
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CommandResult } from './result.ts';

/** What the agent was given to do; `origin` says by whom, and so whom to tell of the end. */
export interface Order {
  id: string;
  origin: 'nodes' | 'heat';
  kind: 'script' | 'opsworks' | 'heat';
  payload: Record<string, unknown>;
  timeoutSeconds: number;
}

/** How far a command has come; `logged` and `pieces` say how much of its log was sent. */
export interface Entry extends Order {
  /** `began` is written before anything runs, `ended` with its result, `told` when whoever gave it knows. */
  state: 'received' | 'began' | 'ended' | 'told';
  /** Counts the folders it had: one that certainly never ran gets another. */
  attempt: number;
  isCancelled: boolean;
  logged: number;
  pieces: number;
  result?: CommandResult;
}

/** Another agent works on this folder. */
export class FolderTaken extends Error {
  override name = 'FolderTaken';
}

/** What an agent must know after its own end: each change is on disk when its call returns. */
export interface Journal {
  /** Names this folder's agent to the server. */
  agent: string;
  /** Adds what is new; false for what is known, however it ended. */
  receive(order: Order): boolean;
  began(id: string, attempt: number): void;
  cancelled(id: string): void;
  logged(id: string, logged: number, pieces: number): void;
  ended(id: string, result: CommandResult): void;
  told(id: string): void;
  get(id: string): Entry | undefined;
  /** All whose end was not told, oldest first. */
  unfinished(): Entry[];
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS agent (id TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS command (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, origin TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL,
    timeout INTEGER NOT NULL, state TEXT NOT NULL DEFAULT 'received', attempt INTEGER NOT NULL DEFAULT 0,
    cancelled INTEGER NOT NULL DEFAULT 0, logged INTEGER NOT NULL DEFAULT 0, pieces INTEGER NOT NULL DEFAULT 0, result TEXT,
    told INTEGER) STRICT`;

/** How long it is remembered what was done, in seconds: far longer than any server repeats itself. */
const memory = 90 * 86_400;

/** Opens the journal of a state folder, which is made where there is none. Throws FolderTaken. */
export function openJournal(folder: string): Journal {
  // The mode is for the folder alone: what is above it may be where apps are served from.
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'journal.db');
  const database = opened(file);
  const run = (sql: string, ...values: (string | number)[]) => database.prepare(sql).run(...values);
  // The log of writes holds what was written over; truncated, it is gone from the disk.
  const forgetLog = () => database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  // Heat shows a config for as long as it is deployed, and it must not run again.
  run(`DELETE FROM command WHERE state = 'told' AND origin = 'nodes' AND told < unixepoch() - ?`, memory);
  return {
    agent: agentIn(database),
    receive: ({ id, origin, kind, payload, timeoutSeconds }) =>
      run(
        'INSERT INTO command (id, origin, kind, payload, timeout) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
        ...[id, origin, kind, JSON.stringify(payload), timeoutSeconds],
      ).changes === 1,
    began: (id, attempt) => void run(`UPDATE command SET state = 'began', attempt = ? WHERE id = ?`, attempt, id),
    cancelled: (id) => void run('UPDATE command SET cancelled = 1 WHERE id = ?', id),
    logged: (id, logged, pieces) =>
      void run('UPDATE command SET logged = ?, pieces = ? WHERE id = ?', logged, pieces, id),
    // What it was to do may hold secrets and is needed no more, but that Heat's says whom to tell.
    ended: (id, result) => {
      run(
        `UPDATE command SET state = 'ended', result = ?, payload = CASE origin WHEN 'heat' THEN payload ELSE '{}' END WHERE id = ? AND state IN ('received', 'began')`,
        ...[JSON.stringify(result), id],
      );
      forgetLog();
    },
    told: (id) => {
      run(`UPDATE command SET state = 'told', told = unixepoch(), result = NULL, payload = '{}' WHERE id = ?`, id);
      forgetLog();
    },
    get: (id) => (database.prepare('SELECT * FROM command WHERE id = ?').all(id) as unknown as Row[]).map(entryOf)[0],
    unfinished: () =>
      (database.prepare(`SELECT * FROM command WHERE state <> 'told' ORDER BY number`).all() as unknown as Row[]).map(
        entryOf,
      ),
    close: () => database.close(),
  };
}

/** The folder's agent, who is born with it. */
function agentIn(database: DatabaseSync): string {
  const [row] = database.prepare('SELECT id FROM agent').all() as { id: string }[];
  const id = row?.id ?? randomUUID();
  if (!row) database.prepare('INSERT INTO agent VALUES (?)').run(id);
  return id;
}

/** SQLite's own lock, which ends with the process however that ends, keeps others out. */
function opened(file: string): DatabaseSync {
  // What SQLite puts beside it has the rights of the file itself.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: 2000 });
  try {
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON',
    );
    database.exec(`BEGIN IMMEDIATE; ${schema}; COMMIT`);
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode !== 5) throw error;
    throw new FolderTaken(`another agent works on ${file}`, { cause: error });
  }
  return database;
}

interface Row {
  id: string;
  origin: Order['origin'];
  kind: Order['kind'];
  payload: string;
  timeout: number;
  state: Entry['state'];
  attempt: number;
  cancelled: number;
  logged: number;
  pieces: number;
  result: string | null;
}

const entryOf = ({ payload, timeout, cancelled, result, ...row }: Row): Entry => ({
  id: row.id,
  origin: row.origin,
  kind: row.kind,
  state: row.state,
  attempt: row.attempt,
  logged: row.logged,
  pieces: row.pieces,
  payload: JSON.parse(payload) as Record<string, unknown>,
  timeoutSeconds: timeout,
  isCancelled: cancelled === 1,
  ...(result !== null && { result: JSON.parse(result) as CommandResult }),
});
