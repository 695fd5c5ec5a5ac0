import type { SQLInputValue } from 'node:sqlite';
import { PassingMap } from '../passing.ts';

/** A row with all its columns in the order of its table, its id first. */
export type Values = [id: number | string, ...SQLInputValue[]];

/** A row that its table does not have yet as it is now; without values it is to be deleted. */
export interface WaitingRow<Row extends Values = Values> {
  readonly table: string;
  readonly id: Row[0];
  values: Row | undefined;
  /** Whether its table never had it. */
  readonly isNew: boolean;
  /** The entry of the log that has its last change. */
  entry: number;
  /** Takes it out of the rows that wait. */
  forget: () => void;
}

/** The rows of one table that wait to be written, by a key of theirs. */
export class WaitingRows<Key, Row extends Values = Values> {
  readonly #table: string;
  readonly #changed: (row: WaitingRow) => void;
  readonly #rows = new PassingMap<Key, WaitingRow<Row>>();
  readonly #written: () => void;

  /** `changed` keeps a change; `written` is called whenever one of them has been written and waits no more. */
  constructor(table: string, changed: (row: WaitingRow) => void, written: () => void = () => undefined) {
    this.#table = table;
    this.#changed = changed;
    this.#written = written;
  }

  get size(): number {
    return this.#rows.size;
  }

  find(key: Key): WaitingRow<Row> | undefined {
    return this.#rows.get(key);
  }

  /** All rows that are there, without those that are to be deleted. */
  all(): Row[] {
    return [...this.#rows.values()].flatMap(({ values }) => (values ? [values] : []));
  }

  /** A row as it is to be from now on; `isNew` where its table does not have it. */
  put(key: Key, values: Row, isNew: boolean): void {
    const row = this.#rows.get(key) ?? this.#add(key, values[0], isNew);
    row.values = values;
    this.#changed(row);
  }

  /** A row that is there no more. */
  remove(key: Key, id: Row[0]): void {
    const row = this.#rows.get(key) ?? this.#add(key, id, false);
    row.values = undefined;
    this.#changed(row);
  }

  #add(key: Key, id: Row[0], isNew: boolean): WaitingRow<Row> {
    const row: WaitingRow<Row> = {
      table: this.#table,
      id,
      values: undefined,
      isNew,
      entry: 0,
      forget: () => this.#forget(key),
    };
    this.#rows.set(key, row);
    return row;
  }

  #forget(key: Key): void {
    this.#rows.delete(key);
    this.#written();
  }
}
