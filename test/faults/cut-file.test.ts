import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../functions/ports/store.ts';
import { Database } from '../../local/database/database.ts';
import { sqliteStore } from '../../local/database/sqlite-store.ts';
import { fakeClock } from '../clock.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cut-file-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'db');
const log = () => `${file()}-log`;
const copy = () => join(folder, 'copy');

/** What a program finds that starts on the copy: how many records, in the order they were written without a gap; or its reason not to start. */
async function foundInCopy(): Promise<number | string> {
  let database: Database | undefined;
  try {
    database = new Database(copy());
    const { items } = await sqliteStore(database, fakeClock()).list<{ number: number }>({
      partition: 'p',
      limit: 1000,
    });
    expect(items.map(({ value }) => value.number)).toEqual(items.map((_, place) => place));
    return items.length;
  } catch (error) {
    return (error as Error).message;
  } finally {
    database?.close();
  }
}

function takeCopy(): void {
  for (const end of ['', '-wal', '-log']) {
    rmSync(copy() + end, { force: true });
    if (existsSync(file() + end)) copyFileSync(file() + end, copy() + end);
  }
}

async function write(store: Store, count: number): Promise<void> {
  for (let number = 0; number < count; number++) {
    const put = { partition: 'p', sort: String(number).padStart(4, '0'), value: { number } };
    await store.write([{ put, expect: 0 }]);
  }
}

const page = 4096;
/** About what one write takes in the log. */
const entry = 110;

/** By QUAYMASTER_EVERY_BYTE really every one. */
const isEvery = process.env.QUAYMASTER_EVERY_BYTE === '1';

/** Every byte near an edge, and some between. */
const placesFrom = (start: number, end: number): number[] => {
  const places: number[] = [];
  for (let at = start; at < end; at++) if (isEvery || at % page < 12 || at % 13 === 0) places.push(at);
  return places;
};

const patience = isEvery ? 1_800_000 : 60_000;

describe('a log that is cut', () => {
  it(
    'keeps all that was written before, at whatever byte of its last records',
    async () => {
      const database = new Database(file());
      await write(sqliteStore(database, fakeClock()), 12);
      const size = readFileSync(log()).length;

      let last = 0;
      for (const at of placesFrom(size - 5 * entry, size)) {
        takeCopy();
        truncateSync(`${copy()}-log`, at);
        const found = await foundInCopy();
        expect(found).toBeGreaterThanOrEqual(last);
        last = Number(found);
      }

      expect(last).toBe(11);
      database.close();
    },
    patience,
  );

  it('keeps all that was written before a bit that turned, and nothing after it', async () => {
    const database = new Database(file());
    await write(sqliteStore(database, fakeClock()), 12);
    const bytes = readFileSync(log());

    const counts: unknown[] = [];
    for (let at = bytes.length - 4 * entry; at < bytes.length; at += 37) {
      takeCopy();
      const turned = Buffer.from(bytes);
      turned.writeUInt8(bytes.readUInt8(at) ^ 1, at);
      writeFileSync(`${copy()}-log`, turned);
      counts.push(await foundInCopy());
    }

    expect(counts.every((count) => typeof count === 'number' && count < 12)).toBe(true);
    expect(counts).toEqual(counts.toSorted((one, other) => Number(one) - Number(other)));
    database.close();
  });
});

describe('a database file that is cut', () => {
  it(
    'is refused, at whatever byte of its last pages',
    async () => {
      const database = new Database(file());
      await write(sqliteStore(database, fakeClock()), 200);
      database.close();
      const size = readFileSync(file()).length;

      const found = new Set<number | string>();
      for (const at of [...placesFrom(size - 3 * page, size), size - 1]) {
        takeCopy();
        truncateSync(copy(), at);
        found.add(await foundInCopy());
      }

      expect([...found].toSorted()).toEqual([
        'database disk image is malformed',
        'the database file ends in the middle of a page',
      ]);
    },
    patience,
  );

  it('is taken as it is where the log has the rest', async () => {
    const database = new Database(file());
    await write(sqliteStore(database, fakeClock()), 12);
    takeCopy();
    truncateSync(copy(), page + 100);

    expect(await foundInCopy()).toBe(12);
    database.close();
  });
});
