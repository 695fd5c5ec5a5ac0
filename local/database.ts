import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { refuseCutFile } from './cut-file.ts';
import { WriteAheadLog } from './write-ahead-log.ts';

type Log = Pick<WriteAheadLog, 'settle' | 'sync' | 'close'>;

interface Waiter {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** The file is in a format that only a later program knows. */
export class NewerFormat extends Error {
  override name = 'NewerFormat';
}

/** A group on its way to the disk, and who waits for it. */
interface Syncing {
  group: number;
  waiters: Waiter[];
}

/**
 * One SQLite file with group commit: what is changed while the group before is on its way to the disk becomes durable in one transaction,
 * and the event loop goes on meanwhile. A failed commit or sync (full disk) rejects all who wait for it, and every later change, so nothing pretends to be kept.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #log: Log | undefined;
  readonly #statements = new Map<string, StatementSync>();
  #waiters: Waiter[] = [];
  #syncing: Syncing | undefined;
  #inTransaction = false;
  #group = 0;
  #failure: Error | undefined;
  #beforeCommit: () => void = () => undefined;

  /** Without a log, as in memory, what is committed counts as durable. */
  constructor(file: string, log: Log | undefined = file === ':memory:' ? undefined : new WriteAheadLog(file)) {
    this.#log = log;
    this.#db = new DatabaseSync(file);
    // SQLite syncs where the order of writes depends on it; that a commit is on disk is this class's own business.
    this.#db.exec(`PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;
      PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;`);
    refuseCutFile(this.#db, file);
    this.#log?.settle();
  }

  /** Marks the file with its format, a number that grows; throws NewerFormat where it has a later one, and leaves it as it is. */
  claimFormat(format: number): void {
    const found = Number(this.#db.prepare('PRAGMA user_version').get()?.user_version);
    if (found > format) throw new NewerFormat(`The format ${found} of the database is newer than ${format}.`);
    if (found < format) this.#db.exec(`PRAGMA user_version=${format}`);
  }

  /** Runs schema statements at once, outside any group. */
  define(sql: string): void {
    this.#db.exec(sql);
  }

  /** A prepared statement, kept for its next use. */
  prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** The number of the group that a change made now belongs to. */
  get group(): number {
    return this.#group;
  }

  /** Why nothing is kept any more: a full disk, a failing sync. Only a new start helps. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Opens the group's transaction if none is open; call before the first change, then await `durable`. */
  change(): void {
    if (this.#failure) throw this.#failure;
    if (this.#inTransaction) return;
    this.prepare('BEGIN IMMEDIATE').run();
    this.#inTransaction = true;
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
    if (this.#inTransaction && group === this.#group) return this.#waiters;
    return this.#syncing && group >= this.#syncing.group ? this.#syncing.waiters : undefined;
  }

  /** Takes back everything pending, because a change failed half way: as with a failed commit, nothing is kept from now on. */
  abandon(error: Error): void {
    this.#inTransaction = false;
    this.#failure = error;
    for (const waiter of this.#takeWaiters()) waiter.reject(error);
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  /** Commits what is pending, waits until it is on disk and closes the file. */
  close(): void {
    if (this.#inTransaction) this.#beforeCommit();
    if (this.#inTransaction) this.#commitNow();
    this.#log?.close();
    // SQLite moves the whole log to the file and syncs it before it lets go.
    this.#db.close();
    settle(this.#takeWaiters(), null);
  }

  #commit(): void {
    if (!this.#inTransaction || this.#syncing) return;
    this.#beforeCommit();
    if (!this.#inTransaction || !this.#commitNow()) return;
    const syncing = { group: this.#group, waiters: this.#takeWaiters() };
    this.#group += 1;
    if (!this.#log) return settle(syncing.waiters, null);
    this.#syncing = syncing;
    this.#log.sync((error) => this.#synced(syncing, error));
  }

  #commitNow(): boolean {
    try {
      this.prepare('COMMIT').run();
    } catch (error) {
      this.abandon(error as Error);
      return false;
    }
    this.#inTransaction = false;
    return true;
  }

  #synced({ waiters }: Syncing, error: Error | null): void {
    this.#syncing = undefined;
    if (error) this.abandon(error);
    settle(waiters, error);
    if (error) return;
    // After the turns that were asked for before.
    if (this.#inTransaction) setImmediate(() => this.#commit());
  }

  #takeWaiters(): Waiter[] {
    const waiters = this.#waiters;
    this.#waiters = [];
    return waiters;
  }
}

function settle(waiters: Waiter[], error: Error | null): void {
  for (const { resolve, reject } of waiters) {
    if (error) reject(error);
    else resolve();
  }
}
