import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Database } from '../../../local/database/database.ts';
import { sqliteStore, sweep } from '../../../local/database/sqlite-store.ts';
import { fakeClock } from '../../clock.ts';
import { breakableLog } from './breakable-log.ts';
import { storeContract } from '../../ports/store.contract.ts';

describe('sqliteStore', () => {
  const folder = mkdtempSync(join(tmpdir(), 'store-'));
  const open = (name: string) => new Database(join(folder, name));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  describe('as every store', () => {
    const clock = fakeClock();
    const database = open('contract.db');
    const store = sqliteStore(database, clock);
    afterAll(() => database.close());
    storeContract(() => ({ store, clock }));
  });

  it('finds everything again when the file is opened anew', async () => {
    const first = open('reopened.db');
    const item = {
      partition: 'p',
      sort: 's',
      value: { kept: true },
      indexes: { status: { partition: 'i', sort: '1' } },
    };
    await sqliteStore(first, fakeClock()).write([{ put: item, expect: 0 }]);
    first.close();

    const second = open('reopened.db');
    const store = sqliteStore(second, fakeClock());

    expect(await store.get({ partition: 'p', sort: 's' })).toEqual({ ...item, version: 1 });
    expect((await store.list({ partition: 'i', index: 'status' })).items).toHaveLength(1);
    second.close();
  });

  it('does not make a read wait for what it does not tell of', async () => {
    const database = open('others.db');
    const store = sqliteStore(database, fakeClock());
    const order: string[] = [];
    const note = (what: string) => () => void order.push(what);

    const write = store.write([{ put: { partition: 'p', sort: 's', value: {} }, expect: 0 }]).then(note('written'));
    const other = store.get({ partition: 'other', sort: 's' }).then(note('other'));
    const listing = store.list({ partition: 'i', index: 'listing' }).then(note('listing'));
    await Promise.all([write, other, listing]);

    expect(order).toEqual(['other', 'written', 'listing']);
    database.close();
  });

  it('answers no read and no conflict before what it tells of is on disk', async () => {
    const database = open('pending.db');
    const store = sqliteStore(database, fakeClock());
    const key = { partition: 'p', sort: 's' };
    const order: string[] = [];
    const note = (what: string) => () => void order.push(what);

    const write = store.write([{ put: { ...key, value: {} }, expect: 0 }]).then(note('written'));
    const get = store.get(key).then(note('got'));
    const list = store.list({ partition: 'p' }).then(note('listed'));
    const lost = store.write([{ put: { ...key, value: {} }, expect: 0 }]).catch(note('conflict'));
    await new Promise<void>((resolve) => process.nextTick(resolve));
    await Promise.resolve();
    expect(order).toEqual([]);
    await Promise.all([write, get, list, lost]);

    expect(order).toEqual(['written', 'got', 'listed', 'conflict']);
    database.close();
  });

  it('keeps nothing of a group that cannot be put into the log, nor of any later one', async () => {
    const { log, breaks } = breakableLog();
    const database = new Database(join(folder, 'failing.db'), { log });
    const store = sqliteStore(database, fakeClock());
    const put = (sort: string) => ({ put: { partition: 'p', sort, value: {} }, expect: 0 });
    await store.write([put('before')]);

    breaks('append', 'ENOSPC: no space left on device, write');
    const pending = [
      store.write([put('one')]),
      store.write([put('another')]),
      store.get({ partition: 'p', sort: 'one' }),
    ];

    for (const each of pending) await expect(each).rejects.toThrow('ENOSPC');
    await expect(store.write([put('after')])).rejects.toThrow('ENOSPC');
    await expect(store.get({ partition: 'p', sort: 'one' })).rejects.toThrow('ENOSPC');
    database.close();
    const reopened = open('failing.db');
    expect((await sqliteStore(reopened, fakeClock()).list({ partition: 'p' })).items.map(({ sort }) => sort)).toEqual([
      'before',
    ]);
    reopened.close();
  });

  it('sweeps what expired, more than one batch, and leaves the rest', async () => {
    const database = open('swept.db');
    const clock = fakeClock();
    const store = sqliteStore(database, clock);
    const expires = clock.now() / 1000 + 1;
    const record = (number: number) => ({
      partition: 'p',
      sort: String(number),
      value: {},
      ...(number < 1050 && { expires }),
    });
    const many = Array.from({ length: 1100 }, (_, number) => ({ put: record(number), expect: 0 }));
    for (let from = 0; from < 1100; from += 100) await store.write(many.slice(from, from + 100));
    const early = await sweep(database, clock);

    clock.advance(1000);

    expect([early, await sweep(database, clock), await sweep(database, clock)]).toEqual([0, 1050, 0]);
    expect((await store.list({ partition: 'p', limit: 200 })).items).toHaveLength(50);
    database.close();
  });
});
