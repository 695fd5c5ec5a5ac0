import { existsSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

/** The database file ends too early, or before its log begins: something cut it off. */
export class DamagedFile extends Error {
  override name = 'DamagedFile';
}

/**
 * Throws DamagedFile for a database file that ends within a page, where SQLite would read zeros in place of what is gone. A power cut may leave such an
 * end while pages move from the log to the file; then the log still has them, and the whole file is looked through once.
 */
export function refuseCutFile(db: DatabaseSync, file: string): void {
  if (file === ':memory:') return;
  const pageSize = Number(db.prepare('PRAGMA page_size').get()?.page_size);
  if (statSync(file).size % pageSize === 0) return;
  const words = 'the database file ends in the middle of a page';
  if (sizeOf(`${file}-wal`) === 0) throw new DamagedFile(words);
  const found = db.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
  if (found !== 'ok') throw new DamagedFile(`${words} (${String(found)})`);
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
