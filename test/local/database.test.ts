import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../local/database.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'database-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function open(): Database {
  const database = new Database(join(folder, 'db'));
  database.define('CREATE TABLE IF NOT EXISTS notes (text TEXT)');
  return database;
}

function note(database: Database, text: string): Promise<void> {
  database.change();
  database.prepare('INSERT INTO notes VALUES (?)').run(text);
  return database.durable();
}

const notes = (database: Database) =>
  database
    .prepare('SELECT text FROM notes ORDER BY rowid')
    .all()
    .map(({ text }) => text);

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('Database', () => {
  it('has what is durable in the log on disk, before it is closed', async () => {
    const database = open();

    await note(database, 'a note that can be found');

    expect(readFileSync(join(folder, 'db-wal')).includes('a note that can be found')).toBe(true);
    database.close();
  });

  it('refuses a file of a newer format, and marks an older one', () => {
    const database = open();
    database.claimFormat(1);
    database.claimFormat(2);

    expect(() => database.claimFormat(1)).toThrow('The format 2 of the database is newer than 1.');
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 2 });
    database.close();
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

  it('rejects who waits for a sync that fails, and every later change', async () => {
    const broken = new Error('EIO: i/o error, fdatasync');
    const database = new Database(join(folder, 'db'), {
      settle: () => {},
      sync: (done) => void setImmediate(done, broken),
      close: () => {},
    });
    database.define('CREATE TABLE notes (text TEXT)');

    await expect(note(database, 'lost')).rejects.toThrow('EIO');

    expect(database.failure?.message).toContain('EIO');
    expect(() => database.change()).toThrow('EIO');
    await expect(database.durable()).rejects.toThrow('EIO');
  });
});
