import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

/** What was changed together, as text; numbers grow by one. */
export interface LogEntry {
  number: number;
  text: string;
}

/** A number (double), the length of the text in bytes and a checksum over both and the text (32 bits each). */
const headerLength = 16;

/**
 * The log beside a database file: what it holds is durable once it is synced, long before the tables have it. It is written over from its start
 * whenever the tables are on disk; what an earlier round left behind its end is told apart by its numbers.
 */
export class ChangeLog {
  readonly #tables: string;
  readonly #descriptor: number;
  #end = 0;
  #syncs = 0;
  #isClosed = false;

  /** Opens the log of a database file, and makes it where there is none. */
  constructor(databaseFile: string) {
    const file = `${databaseFile}-log`;
    this.#tables = `${databaseFile}-wal`;
    const isNew = !existsSync(file);
    this.#descriptor = openSync(file, isNew ? 'wx+' : 'r+', 0o600);
    if (isNew) syncName(file);
  }

  /** Where the next entry goes: the bytes that are kept. */
  get size(): number {
    return this.#end;
  }

  /** The entries from a number on that are whole, in order, up to the first that is not; the next one follows them. */
  *entries(from = 0): Generator<LogEntry> {
    const bytes = contentOf(this.#descriptor);
    let last: number | undefined;
    for (;;) {
      const found = entryAt(bytes, this.#end);
      if (!found || (last !== undefined && found.number !== last + 1)) return;
      last = found.number;
      this.#end += headerLength + found.length;
      if (found.number >= from)
        yield { number: found.number, text: bytes.toString('utf8', this.#end - found.length, this.#end) };
    }
  }

  /** Adds an entry; it is durable after the next `sync`. */
  append({ number, text }: LogEntry): void {
    const length = Buffer.byteLength(text);
    const bytes = Buffer.allocUnsafe(headerLength + length);
    bytes.writeDoubleLE(number, 0);
    bytes.writeUInt32LE(length, 8);
    bytes.write(text, headerLength);
    bytes.writeUInt32LE(checksum(bytes, headerLength + length), 12);
    for (let done = 0; done < bytes.length;)
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#end + done);
    this.#end += bytes.length;
  }

  /** Calls back once all entries are on disk, or with the reason why not. */
  sync(done: (error: Error | null) => void): void {
    this.#syncs += 1;
    fdatasync(this.#descriptor, (error) => {
      this.#syncs -= 1;
      if (this.#isClosed && this.#syncs === 0) closeSync(this.#descriptor);
      done(error);
    });
  }

  /** Brings what the tables were given so far to the disk: SQLite itself syncs its log only where the order of writes depends on it. */
  syncTables(): void {
    if (!existsSync(this.#tables)) return;
    const descriptor = openSync(this.#tables, 'r+');
    try {
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    syncName(this.#tables);
  }

  /** Begins anew, once the tables have all and are on disk. */
  rewind(): void {
    this.#end = 0;
  }

  /** Forgets all entries for good, once the tables have all and are on disk. */
  clear(): void {
    this.rewind();
    ftruncateSync(this.#descriptor);
  }

  /** Lets go of the file. */
  close(): void {
    this.#isClosed = true;
    // A sync that is under way still needs it.
    if (this.#syncs === 0) closeSync(this.#descriptor);
  }
}

function contentOf(descriptor: number): Buffer {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  let end = 0;
  for (let read = -1; read !== 0 && end < bytes.length; end += read)
    read = readSync(descriptor, bytes, end, bytes.length - end, end);
  return bytes.subarray(0, end);
}

function entryAt(bytes: Buffer, at: number): { number: number; length: number } | undefined {
  if (at + headerLength > bytes.length) return undefined;
  const [number, length] = [bytes.readDoubleLE(at), bytes.readUInt32LE(at + 8)];
  const end = at + headerLength + length;
  if (end > bytes.length || bytes.readUInt32LE(at + 12) !== checksum(bytes.subarray(at, end), headerLength + length))
    return undefined;
  return { number, length };
}

/** Over the header without the checksum's own place, and the text. */
const checksum = (bytes: Buffer, end: number): number =>
  crc32(bytes.subarray(headerLength, end), crc32(bytes.subarray(0, 12)));

/** Sees to it that a file's name is on disk too. */
function syncName(file: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
