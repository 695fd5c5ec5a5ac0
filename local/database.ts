import { DatabaseSync, type StatementSync } from 'node:sqlite';

interface Waiter {
  resolve: () => void;
  reject: (error: Error) => void;
}

/** How safe a commit is: FULL survives a power cut, NORMAL survives kill -9. */
export type Sync = 'FULL' | 'NORMAL';

/**
 * One SQLite file with group commit: everything changed in one turn of the event loop becomes durable in one transaction.
 * A failed commit (full disk, failing sync) rejects all who wait for it, and every later change, so nothing pretends to be kept.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiters: Waiter[] = [];
  #inTransaction = false;
  #group = 0;
  #failure: Error | undefined;
  #beforeCommit: () => void = () => undefined;

  constructor(file: string, sync: Sync = 'FULL') {
    this.#db = new DatabaseSync(file);
    this.#db.exec(`PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=WAL; PRAGMA synchronous=${sync};
      PRAGMA wal_autocheckpoint=4000; PRAGMA cache_size=-64000; PRAGMA temp_store=MEMORY;`);
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
    setImmediate(() => this.#commit());
  }

  /** Sets what may add changes of its own to a group that is about to be committed. */
  beforeCommit(call: () => void): void {
    this.#beforeCommit = call;
  }

  /** Resolves when everything changed so far is on disk; at once when nothing is pending. */
  durable(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    if (!this.#inTransaction) return Promise.resolve();
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** Takes back everything pending, because a change failed half way: as with a failed commit, nothing is kept from now on. */
  abandon(error: Error): void {
    this.#inTransaction = false;
    this.#failure = error;
    for (const waiter of this.#takeWaiters()) waiter.reject(error);
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
  }

  /** Commits what is pending and closes the file. */
  close(): void {
    this.#commit();
    this.#db.close();
  }

  #commit(): void {
    if (!this.#inTransaction) return;
    this.#beforeCommit();
    if (!this.#inTransaction) return;
    try {
      this.prepare('COMMIT').run();
    } catch (error) {
      return this.abandon(error as Error);
    }
    this.#inTransaction = false;
    this.#group += 1;
    for (const waiter of this.#takeWaiters()) waiter.resolve();
  }

  #takeWaiters(): Waiter[] {
    const waiters = this.#waiters;
    this.#waiters = [];
    return waiters;
  }
}
