import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ChangeLog, type LogEntry } from '../../../local/database/change-log.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'change-log-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'db-log');
const open = () => new ChangeLog(join(folder, 'db'));
const entry = (number: number, text = `text ${number}`): LogEntry => ({ number, text });

function write(...entries: LogEntry[]): void {
  const log = open();
  for (const one of log.entries()) void one;
  for (const one of entries) log.append(one);
  log.close();
}

function found(): LogEntry[] {
  const log = open();
  const entries = [...log.entries()];
  log.close();
  return entries;
}

describe('ChangeLog', () => {
  it('finds the entries that were added, also by an earlier program, whatever their text', () => {
    write(entry(1), entry(2, 'ünï © 🚢'));
    write(entry(3, ''));

    expect(found()).toEqual([entry(1), entry(2, 'ünï © 🚢'), entry(3, '')]);
  });

  it('finds only whole entries, at whatever byte the file ends', () => {
    write(entry(1), entry(2));
    const { size } = statSync(file());

    const counts: number[] = [];
    for (let at = size - 1; at >= 0; at--) {
      truncateSync(file(), at);
      counts.push(found().length);
    }

    expect(counts).toEqual([
      ...Array.from({ length: size / 2 }, () => 1),
      ...Array.from({ length: size / 2 }, () => 0),
    ]);
  });

  it('finds nothing from an entry on in which a bit has turned', () => {
    write(entry(1), entry(2), entry(3));
    const bytes = readFileSync(file());

    const counts = Array.from(bytes, (byte, at) => {
      const turned = Buffer.from(bytes);
      turned.writeUInt8(byte ^ 1, at);
      writeFileSync(file(), turned);
      return found().length;
    });

    const each = bytes.length / 3;
    expect(counts).toEqual(Array.from(bytes, (_, at) => Math.floor(at / each)));
  });

  it('tells what an earlier round left behind its end from what follows', () => {
    write(entry(1), entry(2), entry(3));
    const log = open();
    log.rewind();
    log.append(entry(4));
    log.close();

    expect(found()).toEqual([entry(4)]);
  });

  it('begins with the entry that is asked for, and keeps nothing once it is cleared', () => {
    write(entry(1), entry(2), entry(3));
    const log = open();

    expect([...log.entries(2)]).toEqual([entry(2), entry(3)]);
    log.clear();
    log.close();
    expect(found()).toEqual([]);
    expect(statSync(file()).size).toBe(0);
  });

  it('is readable for its owner alone', () => {
    write(entry(1));

    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });
});
