import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../local/database.ts';
import type { Gate } from './invocation.ts';
import type { Random } from './random.ts';

/** Files in memory where the machine has such. */
const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A disk with one database: a sync ends when the seed lets it, or fails, and until then a power cut may take what was not synced. */
export class Disk {
  readonly #folder = mkdtempSync(join(place, 'simulated-'));
  readonly #random: Random;
  readonly #gate: Gate;
  #number = 0;
  /** How much of the log is on the disk for good, in bytes. */
  #durable = 0;
  /** A sync failed: what was to be synced counts as clean from then on, and no later sync brings it to the disk. */
  #hasFailed = false;
  /** How often a sync fails. */
  failing = 0;

  constructor(random: Random, gate: Gate) {
    this.#random = random;
    this.#gate = gate;
  }

  open(): Database {
    return new Database(this.#file, {
      settle: () => (this.#durable = sizeOf(`${this.#file}-wal`)),
      sync: (done) => this.#sync(done),
      close: () => undefined,
    });
  }

  /** The program that has the database open is gone: by a kill all of the log is still there, by a power cut at least what was synced. */
  end(database: Database, how: 'kill' | 'power cut'): void {
    const before = this.#file;
    this.#number += 1;
    this.#hasFailed = false;
    for (const part of ['', '-wal']) copyFileSync(before + part, this.#file + part);
    if (how === 'power cut') {
      const more = sizeOf(`${this.#file}-wal`) - this.#durable;
      if (this.#random.happens(0.5)) this.#durable += this.#random.below(more + 1);
      truncateSync(`${this.#file}-wal`, this.#durable);
    }
    database.abandon(new Error('The program ended.'));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true });
  }

  get #file(): string {
    return join(this.#folder, `db-${this.#number}`);
  }

  #sync(done: (error: Error | null) => void): void {
    const number = this.#number;
    const written = sizeOf(`${this.#file}-wal`);
    this.#gate.later(() => {
      if (number !== this.#number) return;
      if (this.#random.happens(this.failing)) {
        this.#hasFailed = true;
        return done(new Error('EIO: i/o error, fdatasync'));
      }
      if (!this.#hasFailed) this.#durable = written;
      done(null);
    }, this.#random.happens(0.5));
  }
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
