import { close, closeSync, existsSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * SQLite's write-ahead log, seen as a file to bring to the disk without holding up the event loop: a transaction is durable once the log is.
 * SQLite itself syncs it before it moves pages to the database file (synchronous=NORMAL).
 * Source: https://www.sqlite.org/wal.html
 */
export class WriteAheadLog {
  readonly #file: string;
  #descriptor: number | undefined;
  #syncs = 0;

  constructor(databaseFile: string) {
    this.#file = `${databaseFile}-wal`;
  }

  /** Brings what a program that was killed left in the log to the disk, before anybody is told of it. */
  settle(): void {
    if (existsSync(this.#file)) fdatasyncSync(this.#open());
  }

  /** Calls back once all that was committed before is on disk, or with the reason why not. */
  sync(done: (error: Error | null) => void): void {
    const descriptor = this.#open();
    this.#syncs += 1;
    fdatasync(descriptor, (error) => {
      this.#syncs -= 1;
      if (this.#descriptor === undefined && this.#syncs === 0) close(descriptor);
      done(error);
    });
  }

  /** Waits until all that was committed before is on disk, if anything was synced yet, then lets go of the file. */
  close(): void {
    const descriptor = this.#descriptor;
    if (descriptor === undefined) return;
    this.#descriptor = undefined;
    try {
      fdatasyncSync(descriptor);
    } finally {
      // A sync that is under way still needs it.
      if (this.#syncs === 0) closeSync(descriptor);
    }
  }

  #open(): number {
    return (this.#descriptor ??= openNamed(this.#file));
  }
}

/** Opens a file whose name is on disk too. */
function openNamed(file: string): number {
  const descriptor = openSync(file, 'r+');
  if (process.platform === 'win32') return descriptor;
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
  return descriptor;
}
