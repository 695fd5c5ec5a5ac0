import type { SQLInputValue, StatementSync } from 'node:sqlite';
import { PassingSet } from '../passing.ts';
import type { ChangeLog, LogEntry } from './change-log.ts';
import { DamagedFile } from './cut-file.ts';
import type { Statements } from './statements.ts';
import type { WaitingRow } from './waiting-rows.ts';

/** What the journal needs of the log. */
export type Log = Pick<ChangeLog, 'size' | 'entries' | 'append' | 'sync' | 'syncTables' | 'rewind' | 'clear' | 'close'>;

/** How much may wait: rows that are not in their tables, and bytes of the log. */
export interface MostWaiting {
  rows: number;
  bytes: number;
}

/** A change as the log has it: a row as it is to be, or the id alone of one that is gone. */
type Change = [table: string, id: number | string, ...SQLInputValue[]];

/** How a row gets into its table. */
interface Writing {
  insert: StatementSync;
  replace: StatementSync;
}

/**
 * Changes of rows, kept in the log at once and written to their tables later, so that what changes again and again, or goes soon after it came,
 * is written once or never. Whoever opens the file after a crash writes what the tables do not have yet.
 */
export class RowJournal {
  readonly #statements: Statements;
  readonly #log: Log | undefined;
  readonly #most: MostWaiting;
  readonly #writing = new Map<string, Writing>();
  /** In the order of their last change. */
  #waiting = new PassingSet<WaitingRow>();
  /** What changed since the last entry of the log. */
  #changes: Change[] = [];
  /** The number that the log's next entry gets. */
  #next: number;

  /**
   * Writes what a program that ended too early left. Without a log, as in memory, what is changed counts as kept.
   * Throws DamagedFile where the log does not follow on what the tables have.
   */
  constructor(statements: Statements, log: Log | undefined, most: MostWaiting) {
    this.#statements = statements;
    this.#log = log;
    this.#most = most;
    statements.of('CREATE TABLE IF NOT EXISTS written (entry INTEGER NOT NULL)').run();
    statements.of('INSERT INTO written SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM written)').run();
    this.#next = Number(statements.of('SELECT entry FROM written').get()?.entry) + 1;
    this.#replay();
  }

  /** Whether rows wait, so that their tables do not tell everything. */
  get hasWaiting(): boolean {
    return this.#waiting.size > 0;
  }

  /** The number of the entry that a change made now will be in. */
  get next(): number {
    return this.#next;
  }

  /** Notes that a row has new values, or none. */
  changed(row: WaitingRow): void {
    const { table, id, values } = row;
    this.#changes.push(values ? [table, ...values] : [table, id]);
    row.entry = this.#next;
    this.#waiting.delete(row);
    if (values || !row.isNew) this.#waiting.add(row);
    else row.forget();
  }

  /** Puts what changed into the log. */
  append(): void {
    if (this.#changes.length === 0) return;
    this.#log?.append({ number: this.#next, text: JSON.stringify(this.#changes) });
    this.#changes = [];
    this.#next += 1;
  }

  /** Writes all that waits: then the tables tell everything. */
  writeAll(): void {
    this.append();
    this.#transaction(() => {
      for (const row of this.#waiting) this.#write(row);
      this.#waiting = new PassingSet();
      this.#statements.of('UPDATE written SET entry = ?').run(this.#next - 1);
    });
  }

  /** Begins the log anew where it is long; answers whether it did, for then all that changed is on disk. */
  renewLog(): boolean {
    if (!this.#log || this.#log.size < this.#most.bytes) return false;
    this.writeAll();
    this.#log.syncTables();
    this.#log.rewind();
    return true;
  }

  /** Writes all that waits and brings it to the disk; then nothing needs the log. */
  empty(): void {
    this.writeAll();
    this.#log?.syncTables();
    this.#log?.clear();
  }

  /** Where too many rows wait, writes those that have waited longest and whose changes, up to an entry, are on disk. */
  writeSome(durable: number): void {
    if (this.#waiting.size <= this.#most.rows) return;
    const rows = this.#longest(durable);
    if (rows.length === 0) return;
    this.#transaction(() => {
      for (const row of rows) {
        this.#write(row);
        this.#waiting.delete(row);
      }
    });
  }

  #longest(durable: number): WaitingRow[] {
    const rows: WaitingRow[] = [];
    for (const row of this.#waiting) {
      if (row.entry > durable || rows.length >= this.#most.rows / 4) break;
      rows.push(row);
    }
    return rows;
  }

  #transaction(work: () => void): void {
    this.#statements.of('BEGIN IMMEDIATE').run();
    work();
    this.#statements.of('COMMIT').run();
  }

  #write({ table, id, values, isNew, forget }: WaitingRow): void {
    forget();
    if (values) this.#put(table, values, isNew);
    else this.#delete(table, id);
  }

  #put(table: string, values: SQLInputValue[], isNew: boolean): void {
    const { insert, replace } = this.#writingOf(table, values.length);
    (isNew ? insert : replace).run(...values);
  }

  #delete(table: string, id: SQLInputValue | undefined): void {
    this.#statements.of(`DELETE FROM ${table} WHERE id = ?`).run(id ?? null);
  }

  #replay(): void {
    if (!this.#log) return;
    const first = this.#next;
    const entries = [...this.#log.entries(first)];
    const [next] = entries;
    if (next && next.number !== first)
      throw new DamagedFile(`the log begins with entry ${next.number}, and the database file ends with ${first - 1}`);
    if (next) this.#transaction(() => this.#redoAll(entries));
    // Who was killed may have left the tables in the machine's memory alone.
    this.#log.syncTables();
    this.#log.rewind();
  }

  #redoAll(entries: LogEntry[]): void {
    for (const { text } of entries) for (const change of JSON.parse(text) as Change[]) this.#redo(change);
    this.#next += entries.length;
    this.#statements.of('UPDATE written SET entry = ?').run(this.#next - 1);
  }

  #redo([table, ...values]: Change): void {
    if (values.length > 1) this.#put(table, values, false);
    else this.#delete(table, values[0]);
  }

  #writingOf(table: string, columns: number): Writing {
    const known = this.#writing.get(table);
    if (known) return known;
    const into = `INTO ${table} VALUES (${Array(columns).fill('?').join()})`;
    const [insert, replace] = [this.#statements.of(`INSERT ${into}`), this.#statements.of(`INSERT OR REPLACE ${into}`)];
    const made = { insert, replace };
    this.#writing.set(table, made);
    return made;
  }
}
