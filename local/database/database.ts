import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ChangeLog } from './change-log.ts';
import { refuseCutFile } from './cut-file.ts';
import { type Log, type MostWaiting, RowJournal } from './row-journal.ts';
import { Statements } from './statements.ts';
import { type Values, type WaitingRow, WaitingRows } from './waiting-rows.ts';

interface Waiter {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** The file is in a format that only a later program knows. */
export class NewerFormat extends Error {
  override name = 'NewerFormat';
}

/** How to open a file: what format it is to be in, a number that grows; another log than the one beside it; how much may wait to be written. */
export interface DatabaseOptions {
  format?: number;
  log?: (file: string) => Log;
  most?: MostWaiting;
}

/** A group on its way to the disk, and who waits for it. */
interface Syncing {
  group: number;
  /** The last entry of the log that is durable then. */
  entry: number;
  waiters: Waiter[];
}

/**
 * One SQLite file and a log of the changes of its rows, with group commit: what is changed while the group before is on its way to the disk becomes durable
 * by one sync of the log, and the event loop goes on meanwhile. A failed write or sync (full disk) rejects all who wait for it, and every later change,
 * so nothing pretends to be kept.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #log: Log | undefined;
  readonly #statements: Statements;
  readonly #journal: RowJournal;
  #waiters: Waiter[] = [];
  #syncing: Syncing | undefined;
  #isOpen = false;
  #group = 0;
  /** The last entry of the log that is on disk. */
  #durable: number;
  #failure: Error | undefined;
  #beforeCommit: () => void = () => undefined;

  /** In memory there is no log: what is committed counts as durable. Throws NewerFormat where the file has a later format, and leaves it as it is. */
  constructor(file: string, { format = 0, log = openLog, most = usual }: DatabaseOptions = {}) {
    this.#db = new DatabaseSync(file);
    // SQLite syncs where the order of writes depends on it; that a change is on disk is the log's business.
    this.#db.exec(`PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
      PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;`);
    refuseCutFile(this.#db, file);
    this.#claimFormat(format);
    this.#log = file === ':memory:' ? undefined : log(file);
    this.#statements = new Statements(this.#db);
    this.#journal = new RowJournal(this.#statements, this.#log, most);
    this.#durable = this.#journal.next - 1;
  }

  #claimFormat(format: number): void {
    const found = Number(this.#db.prepare('PRAGMA user_version').get()?.user_version);
    if (found > format) throw new NewerFormat(`The format ${found} of the database is newer than ${format}.`);
    if (found < format) this.#db.exec(`PRAGMA user_version=${format}`);
  }

  /** Runs schema statements at once, outside any group; what they change is on disk then. */
  define(sql: string): void {
    const version = this.#schemaVersion();
    this.#db.exec(sql);
    if (this.#schemaVersion() !== version) this.#log?.syncTables();
  }

  #schemaVersion(): unknown {
    return this.beneath('PRAGMA schema_version').get()?.schema_version;
  }

  /** A prepared statement, kept for its next use. The tables tell everything then, for rows that waited are written; what it changes itself is in no log. */
  prepare(sql: string): StatementSync {
    if (this.#journal.hasWaiting && !this.#failure) this.#orAbandon(() => this.#journal.writeAll());
    return this.beneath(sql);
  }

  /** A prepared statement on the tables as they are beneath the rows that wait. */
  beneath(sql: string): StatementSync {
    return this.#statements.of(sql);
  }

  /** The rows of a table that are written later; each change of theirs is part of the group that is open. */
  waitingRows<Key, Row extends Values = Values>(table: string, written?: () => void): WaitingRows<Key, Row> {
    const changed = (row: WaitingRow): void => {
      this.change();
      this.#journal.changed(row);
    };
    return new WaitingRows(table, changed, written);
  }

  /** The number of the group that a change made now belongs to. */
  get group(): number {
    return this.#group;
  }

  /** Why nothing is kept any more: a full disk, a failing sync. Only a new start helps. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Opens a group if none is open. */
  change(): void {
    if (this.#failure) throw this.#failure;
    if (this.#isOpen) return;
    this.#isOpen = true;
    if (!this.#syncing) setImmediate(() => this.#commit());
  }

  /** Sets what may add changes of its own to a group that is about to be committed. */
  beforeCommit(call: () => void): void {
    this.#beforeCommit = call;
  }

  /** Resolves when everything changed so far, or up to a group, is on disk; at once when nothing of it is pending. */
  durable(group = this.#group): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    const waiters = this.#waitersOf(group);
    return waiters ? new Promise((resolve, reject) => waiters.push({ resolve, reject })) : Promise.resolve();
  }

  #waitersOf(group: number): Waiter[] | undefined {
    if (this.#isOpen && group === this.#group) return this.#waiters;
    return this.#syncing && group >= this.#syncing.group ? this.#syncing.waiters : undefined;
  }

  /** Takes back everything pending, because a change failed half way: as with a failed commit, nothing is kept from now on. */
  abandon(error: Error): void {
    this.#isOpen = false;
    this.#failure = error;
    for (const waiter of this.#takeWaiters()) waiter.reject(error);
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  /** Writes what is pending, waits until it is on disk and closes the files. */
  close(): void {
    if (this.#isOpen) this.#beforeCommit();
    if (!this.#failure) this.#orAbandon(() => this.#journal.empty());
    this.#isOpen = false;
    this.#log?.close();
    this.#db.close();
    settle(this.#takeWaiters(), null);
  }

  #commit(): void {
    if (!this.#isOpen || this.#syncing) return;
    this.#beforeCommit();
    if (!this.#isOpen || !this.#append()) return;
    const syncing = { group: this.#group, entry: this.#journal.next - 1, waiters: this.#takeWaiters() };
    this.#group += 1;
    this.#isOpen = false;
    if (this.#log && syncing.entry > this.#durable) this.#sync(syncing, this.#log);
    else settle(syncing.waiters, null);
    // While the disk is busy with the log.
    this.#orAbandon(() => this.#journal.writeSome(this.#durable));
  }

  #append(): boolean {
    return this.#orAbandon(() => {
      const isDurable = this.#journal.renewLog();
      if (!isDurable) this.#journal.append();
      if (isDurable || !this.#log) this.#durable = this.#journal.next - 1;
    });
  }

  #sync(syncing: Syncing, log: Log): void {
    this.#syncing = syncing;
    log.sync((error) => {
      this.#syncing = undefined;
      if (error) this.abandon(error);
      else this.#durable = syncing.entry;
      settle(syncing.waiters, error);
      // After the turns that were asked for before.
      if (!error && this.#isOpen) setImmediate(() => this.#commit());
    });
  }

  /** Does something that must not fail half way; answers whether it was done. */
  #orAbandon(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.abandon(error as Error);
      return false;
    }
  }

  #takeWaiters(): Waiter[] {
    const waiters = this.#waiters;
    this.#waiters = [];
    return waiters;
  }
}

/** How much waits: more rows gain nothing, a longer log is read longer at the next start. */
const usual: MostWaiting = { rows: 384, bytes: 16_000_000 };

const openLog = (file: string): Log => new ChangeLog(file);

function settle(waiters: Waiter[], error: Error | null): void {
  for (const { resolve, reject } of waiters) {
    if (error) reject(error);
    else resolve();
  }
}
