import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeLog } from '../../../local/database/change-log.ts';
import { Database } from '../../../local/database/database.ts';
import { breakableLog } from './breakable-log.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'database-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'db');

function open(options?: ConstructorParameters<typeof Database>[1]): Database {
  const database = new Database(file(), options);
  database.define('CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, text TEXT)');
  return database;
}

let last = 0;
beforeEach(() => (last = 0));

function note(database: Database, text: string): Promise<void> {
  last += 1;
  database.waitingRows('notes').put(last, [last, text], true);
  return database.durable();
}

const notes = (database: Database) =>
  database
    .prepare('SELECT text FROM notes ORDER BY id')
    .all()
    .map(({ text }) => text);

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Database', () => {
  it('has what is durable in the log on disk, before it is closed', async () => {
    const database = open();

    await note(database, 'a note that can be found');

    expect(readFileSync(`${file()}-log`).includes('a note that can be found')).toBe(true);
    database.close();
  });

  it('refuses a file of a newer format, and marks an older one', () => {
    open({ format: 1 }).close();
    const database = open({ format: 2 });
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
    database.close();

    expect(() => open({ format: 1 })).toThrow('The format 2 of the database is newer than 1.');
  });

  it('gathers what is changed while the group before is on its way to the disk', async () => {
    const database = open();
    await note(database, 'first');
    const { group } = database;
    const second = note(database, 'second');
    while (database.group === group) await turn();

    const later = ['third', 'fourth'].map((text) => note(database, text));
    expect(database.group).toBe(group + 1);
    await second;
    await Promise.all(later);

    expect(database.group).toBe(group + 2);
    expect(notes(database)).toEqual(['first', 'second', 'third', 'fourth']);
    database.close();
  });

  it('lets wait for a group that is on its way without the one that is open', async () => {
    const database = open();
    const { group } = database;
    const ended: string[] = [];
    const first = note(database, 'first').then(() => ended.push('first'));
    while (database.group === group) await turn();
    const second = note(database, 'second').then(() => ended.push('second'));

    await database.durable(group).then(() => ended.push('the group'));

    expect(ended).toEqual(['first', 'the group']);
    await Promise.all([first, second]);
    database.close();
  });

  it('keeps what is pending when it is closed, also what is on its way to the disk', async () => {
    const database = open();
    const { group } = database;
    const first = note(database, 'first');
    while (database.group === group) await turn();
    const second = note(database, 'second');

    database.close();
    await Promise.all([first, second]);

    const again = open();
    expect(notes(again)).toEqual(['first', 'second']);
    again.close();
  });

  it('has the tables and the log tell the same after a kill, however much was written to the tables', async () => {
    const database = open({ most: { rows: 2, bytes: 300 } });
    const texts = Array.from({ length: 30 }, (_, place) => `note ${place}`);
    for (const text of texts) await note(database, text);
    for (const end of ['', '-wal', '-log']) copyFileSync(file() + end, join(folder, `killed${end}`));
    database.close();

    const again = new Database(join(folder, 'killed'));

    expect(notes(again)).toEqual(texts);
    again.close();
  });

  it('writes to the tables only what the log has for good, so that a power cut leaves all or nothing of a group', async () => {
    const { log, holds } = breakableLog();
    const database = open({ log, most: { rows: 1, bytes: 1_000_000 } });
    await note(database, 'before');
    expect(notes(database)).toEqual(['before']);
    holds();
    const lost = [note(database, 'one of two'), note(database, 'two of two')];
    for (let turns = 0; turns < 5; turns++) await turn();
    for (const end of ['', '-wal']) copyFileSync(file() + end, join(folder, `cut${end}`));
    const kept = new ChangeLog(file());
    const [first] = kept.entries();
    writeFileSync(
      join(folder, 'cut-log'),
      readFileSync(`${file()}-log`).subarray(0, 16 + Buffer.byteLength(first?.text ?? '')),
    );

    const again = new Database(join(folder, 'cut'));

    expect(notes(again)).toEqual(['before']);
    again.close();
    kept.close();
    database.close();
    void lost;
  });

  it('refuses a log that does not follow on what the tables have', async () => {
    const database = open();
    await note(database, 'first');
    database.close();
    const log = new ChangeLog(file());
    log.append({ number: 7, text: '[]' });
    log.close();

    expect(() => open()).toThrow('the log begins with entry 7, and the database file ends with 1');
  });

  it('tells everything of its tables to who asks, and goes on with what is asked for meanwhile', async () => {
    const database = open();
    const first = note(database, 'first');
    expect(notes(database)).toEqual(['first']);
    const second = note(database, 'second');
    expect(notes(database)).toEqual(['first', 'second']);
    await Promise.all([first, second]);
    database.close();

    const again = open();
    expect(notes(again)).toEqual(['first', 'second']);
    again.close();
  });

  it('rejects who waits for a sync that fails, and every later change', async () => {
    const { log, breaks } = breakableLog();
    const database = open({ log });
    breaks('sync', 'EIO: i/o error, fdatasync');

    await expect(note(database, 'lost')).rejects.toThrow('EIO');

    expect(database.failure?.message).toContain('EIO');
    expect(() => database.change()).toThrow('EIO');
    await expect(database.durable()).rejects.toThrow('EIO');
  });
});
