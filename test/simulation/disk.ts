import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeLog, type LogEntry } from '../../local/database/change-log.ts';
import { Database } from '../../local/database/database.ts';
import type { MostWaiting } from '../../local/database/row-journal.ts';
import type { Gate } from './invocation.ts';
import type { Random } from './random.ts';

/** Files in memory where the machine has such. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** How much waits before it is written: little, so that all ways are gone. */
const mosts: [MostWaiting, ...MostWaiting[]] = [
  { rows: 384, bytes: 16_000_000 },
  { rows: 1, bytes: 16_000_000 },
  { rows: 384, bytes: 4000 },
  { rows: 8, bytes: 20_000 },
];

/** What a disk writes at once, in bytes. */
const sector = 512;

/**
 * A disk with one database: a sync ends when the seed lets it, or fails, as writes do half way, and until then a power cut may take any of the sectors
 * that were not synced.
 */
export class Disk {
  readonly #folder = mkdtempSync(join(place, 'simulated-'));
  readonly #random: Random;
  readonly #gate: Gate;
  #number = 0;
  /** What of the log is on the disk for good. */
  #log = Buffer.alloc(0);
  /** How much of what the tables were given is, in bytes of SQLite's own log. */
  #tables = 0;
  /** A sync failed: what was to be synced counts as clean from then on, and no later sync brings it to the disk. */
  #hasFailed = false;
  /** How often a sync fails, or a write. */
  failing = 0;

  constructor(random: Random, gate: Gate) {
    this.#random = random;
    this.#gate = gate;
  }

  open(): Database {
    return new Database(this.#file, { log: (file) => this.#openLog(file), most: this.#random.pick(mosts) });
  }

  /** The program that has the database open is gone: by a kill all of its files are still there, by a power cut at least what was synced. */
  end(database: Database, how: 'kill' | 'power cut'): void {
    const before = this.#file;
    this.#number += 1;
    this.#hasFailed = false;
    for (const part of ['', '-wal', '-log'])
      if (existsSync(before + part)) copyFileSync(before + part, this.#file + part);
    if (how === 'power cut') this.#cutPower();
    database.abandon(new Error('The program ended.'));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  get #file(): string {
    return join(this.#folder, `db-${this.#number}`);
  }

  /** Of each file any part of what was not synced may be on the disk. */
  #cutPower(): void {
    this.#leave(`${this.#file}-log`, this.#log);
    const wal = `${this.#file}-wal`;
    if (sizeOf(wal) > this.#tables) this.#leave(wal, readFileSync(wal).subarray(0, this.#tables));
  }

  /** Nothing, all, the beginning or some sectors of what was written since. */
  #leave(file: string, synced: Buffer): void {
    const random = this.#random;
    const written = readFileSync(file);
    const share = random.pick([0, 1, random.next()]);
    const end = random.happens(0.5) ? random.below(written.length + 1) : written.length;
    const left = Buffer.alloc(Math.max(synced.length, share > 0 ? end : 0));
    synced.copy(left);
    for (let at = 0; at < end; at += sector)
      if (random.happens(share)) written.copy(left, at, at, Math.min(at + sector, end));
    writeFileSync(file, left);
  }

  #openLog(file: string): ChangeLog {
    const log = new ChangeLog(file);
    const [number, syncTables] = [this.#number, log.syncTables.bind(log)];
    log.sync = (done) => this.#sync(file, done);
    log.append = (entry) => this.#append(file, log, entry);
    log.syncTables = () => {
      if (number === this.#number) this.#tables = sizeOf(`${file}-wal`);
      syncTables();
    };
    this.#log = readFileSync(`${file}-log`);
    return log;
  }

  /** A disk that is full takes the beginning of what is written. */
  #append(file: string, log: ChangeLog, entry: LogEntry): void {
    const isFull = this.#random.happens(this.failing / 2);
    const before = isFull ? readFileSync(`${file}-log`) : undefined;
    const start = log.size;
    ChangeLog.prototype.append.call(log, entry);
    if (!before) return;
    const after = readFileSync(`${file}-log`);
    const end = start + this.#random.below(log.size - start + 1);
    writeFileSync(`${file}-log`, Buffer.concat([after.subarray(0, end), before.subarray(end)]));
    throw new Error('ENOSPC: no space left on device, write');
  }

  #sync(file: string, done: (error: Error | null) => void): void {
    const number = this.#number;
    const written = readFileSync(`${file}-log`);
    this.#gate.later(() => {
      if (number !== this.#number) return;
      if (this.#random.happens(this.failing)) {
        this.#hasFailed = true;
        return done(new Error('EIO: i/o error, fdatasync'));
      }
      if (!this.#hasFailed) this.#log = written;
      done(null);
    }, this.#random.happens(0.5));
  }
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
