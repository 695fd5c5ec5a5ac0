import { RecordTooLarge, WriteConflict } from '../../../functions/ports/store.ts';
import { fill, fresh, newRecord, sortsOf, type StoreUnderTest } from './subject.ts';

/** What every store does with get and write. */
export function writes(subject: () => StoreUnderTest): void {
  it('gives back a record whole', async () => {
    const { store } = subject();
    const [partition, listing] = [fresh(), fresh()];
    const item = {
      partition,
      sort: 'one',
      value: { text: 'ä', number: 0.1, nested: { list: [1, null, ''] } },
      indexes: { listing: { partition: listing, sort: '2026' }, parent: { partition: 'x', sort: 'y' } },
      expires: 4_000_000_000,
    };

    await store.write([{ put: item, expect: 0 }]);

    expect(await store.get({ partition, sort: 'one' })).toEqual({ ...item, version: 1 });
    expect(await store.list({ partition })).toEqual({ items: [{ ...item, version: 1 }] });
    expect((await store.list({ partition: listing, index: 'listing' })).items).toEqual([{ ...item, version: 1 }]);
  });

  it('knows nothing of an absent record', async () => {
    const { store } = subject();
    expect(await store.get({ partition: fresh(), sort: 'absent' })).toBeUndefined();
    expect(await store.list({ partition: fresh() })).toEqual({ items: [] });
    expect(await store.list({ partition: fresh(), index: 'status' })).toEqual({ items: [] });
  });

  it('keeps any JSON value as it was', async () => {
    const { store } = subject();
    const partition = fresh();
    let deep: object = { end: true };
    for (let level = 0; level < 200; level++) deep = level % 2 ? { deep } : [deep];
    const value = {
      '': '',
      numbers: [1e308, 5e-324, 2 ** 53 - 1, 0.1 + 0.2],
      'ключ "\\': '\0\u{1f600}\ud800',
      empty: [{}, []],
      deep,
    };

    await store.write([{ put: { partition, sort: 'value', value }, expect: 0 }]);

    expect((await store.get({ partition, sort: 'value' }))?.value).toEqual(value);
  });

  it('replaces the whole record and counts its writes', async () => {
    const { store } = subject();
    const [partition, listing] = [fresh(), fresh()];
    const key = { partition, sort: 'one' };
    await store.write([
      newRecord(partition, 'one', { indexes: { listing: { partition: listing, sort: 'a' } }, expires: 4_000_000_000 }),
    ]);

    await store.write([{ put: { ...key, value: { second: true } }, expect: 1 }]);

    expect(await store.get(key)).toEqual({ ...key, value: { second: true }, version: 2 });
    expect(await sortsOf(store, { partition: listing, index: 'listing' })).toEqual([]);
  });

  it.each([
    ['a put of a new record where one is', 0, 'put'],
    ['a put at an older version', 1, 'put'],
    ['a put at a version to come', 3, 'put'],
    ['a remove at an older version', 1, 'remove'],
    ['a check at an older version', 1, 'check'],
  ])('refuses %s and changes nothing', async (_, expect_, kind) => {
    const { store } = subject();
    const partition = fresh();
    const key = { partition, sort: 'there' };
    await store.write([newRecord(partition, 'there')]);
    await store.write([{ put: { ...key, value: { at: 2 } }, expect: 1 }]);
    const change = {
      put: { put: { ...key, value: {} }, expect: expect_ },
      remove: { remove: key, expect: expect_ },
      check: { check: key, expect: expect_ },
    }[kind];
    if (!change) throw new Error(kind);

    const alone = store.write([change]);
    await expect(alone).rejects.toBeInstanceOf(WriteConflict);
    await expect(alone).rejects.toThrow(`${partition} / there`);
    const together = store.write([newRecord(partition, 'other'), change, newRecord(partition, 'third')]);
    await expect(together).rejects.toBeInstanceOf(WriteConflict);
    await expect(together).rejects.toThrow(`${partition} / there`);

    expect(await store.list({ partition })).toEqual({ items: [{ ...key, value: { at: 2 }, version: 2 }] });
  });

  it('changes, removes and checks several records at once', async () => {
    const { store } = subject();
    const partition = fresh();
    await fill(store, partition, ['changed', 'removed', 'checked']);

    await store.write([
      { put: { partition, sort: 'changed', value: { changed: true } }, expect: 1 },
      { remove: { partition, sort: 'removed' }, expect: 1 },
      { check: { partition, sort: 'checked' }, expect: 1 },
      { check: { partition, sort: 'absent' }, expect: 0 },
      { remove: { partition, sort: 'absent too' }, expect: 0 },
      newRecord(fresh(), 'elsewhere'),
    ]);

    const { items } = await store.list({ partition });
    expect(items.map(({ sort, version }) => [sort, version])).toEqual([
      ['changed', 2],
      ['checked', 1],
    ]);
  });

  it('counts from 1 again after a remove', async () => {
    const { store } = subject();
    const partition = fresh();
    await fill(store, partition, ['one']);

    await store.write([{ remove: { partition, sort: 'one' }, expect: 1 }]);
    await fill(store, partition, ['one']);

    expect((await store.get({ partition, sort: 'one' }))?.version).toBe(1);
  });

  it('takes a check alone, and no change at all', async () => {
    const { store } = subject();
    const partition = fresh();
    await fill(store, partition, ['one']);

    await store.write([{ check: { partition, sort: 'one' }, expect: 1 }]);
    await store.write([]);

    expect(await sortsOf(store, { partition })).toEqual(['one']);
  });

  it('takes 100 changes and refuses 101', async () => {
    const { store } = subject();
    const partition = fresh();
    const changes = Array.from({ length: 101 }, (_, number) => newRecord(partition, `record ${number}`));

    await store.write(changes.slice(0, 100));
    await expect(store.write(changes)).rejects.toBeInstanceOf(RecordTooLarge);

    expect(await sortsOf(store, { partition })).toHaveLength(100);
  });

  it('takes long keys and values and refuses longer ones by name', async () => {
    const { store } = subject();
    const partition = fresh();
    const text = 'é'.repeat(185_000);
    await store.write([{ put: { partition, sort: 's'.repeat(1024), value: { text } }, expect: 0 }]);
    await store.write([{ put: { partition: partition.padEnd(2048, 'p'), sort: 's', value: {} }, expect: 0 }]);

    const tooLarge = store.write([{ put: { partition, sort: 'large', value: { text: text + text } }, expect: 0 }]);
    await expect(tooLarge).rejects.toBeInstanceOf(RecordTooLarge);
    await expect(tooLarge).rejects.toThrow(`${partition} / large`);
    await expect(store.write([newRecord(partition, 'é'.repeat(513))])).rejects.toBeInstanceOf(RecordTooLarge);
    await expect(store.write([newRecord('p'.repeat(2049), 's')])).rejects.toBeInstanceOf(RecordTooLarge);
    await expect(store.write([newRecord(partition, '')])).rejects.toThrow('A key must not be empty');
    await expect(store.write([newRecord(partition, '\ud800')])).rejects.toThrow('A key must be Unicode');
    await expect(store.write([newRecord(partition, 'twice'), newRecord(partition, 'twice')])).rejects.toThrow('twice');

    expect((await store.get<{ text: string }>({ partition, sort: 's'.repeat(1024) }))?.value.text).toBe(text);
    expect(await sortsOf(store, { partition })).toEqual(['s'.repeat(1024)]);
  });
}
