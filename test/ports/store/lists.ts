import { InvalidPosition } from '../../../functions/ports/store.ts';
import { fill, fresh, newRecord, sortsOf, type StoreUnderTest } from './subject.ts';

/** What every store does with list. */
export function lists(subject: () => StoreUnderTest): void {
  it('orders by UTF-8 bytes, both ways, over pages of any size', async () => {
    const { store } = subject();
    const partition = fresh();
    const inOrder = ['A', 'a', 'a b', 'a#', 'aa', 'b', 'é', '\ud7ff', '\uff5e', '\u{1f600}', '\u{10ffff}'];
    await fill(store, partition, [...inOrder].reverse());

    for (const limit of [1, 2, 3, 10, 11, 12]) {
      expect(await sortsOf(store, { partition, limit })).toEqual(inOrder);
      expect(await sortsOf(store, { partition, limit, descending: true })).toEqual([...inOrder].reverse());
    }
  });

  it('keeps to a prefix and to inclusive bounds', async () => {
    const { store } = subject();
    const partition = fresh();
    await fill(store, partition, ['a', 'b', 'b#1', 'b#2', 'b#3', 'b$', 'c', 'é#', '\u{10ffff}', '\u{10ffff}x']);

    for (const more of [{}, { limit: 1 }, { limit: 2 }]) {
      expect(await sortsOf(store, { partition, prefix: 'b#', ...more })).toEqual(['b#1', 'b#2', 'b#3']);
      expect(await sortsOf(store, { partition, prefix: 'b#', descending: true, ...more })).toEqual([
        'b#3',
        'b#2',
        'b#1',
      ]);
      expect(await sortsOf(store, { partition, prefix: 'b', from: 'b#2', ...more })).toEqual(['b#2', 'b#3', 'b$']);
      expect(await sortsOf(store, { partition, prefix: 'b', to: 'b#2', ...more })).toEqual(['b', 'b#1', 'b#2']);
      expect(await sortsOf(store, { partition, from: 'b#2', to: 'b$', ...more })).toEqual(['b#2', 'b#3', 'b$']);
      expect(await sortsOf(store, { partition, from: 'b#2', to: 'c', descending: true, ...more })).toEqual([
        'c',
        'b$',
        'b#3',
        'b#2',
      ]);
      expect(await sortsOf(store, { partition, from: 'c', ...more })).toEqual(['c', 'é#', '\u{10ffff}', '\u{10ffff}x']);
      expect(await sortsOf(store, { partition, to: 'b', ...more })).toEqual(['a', 'b']);
      expect(await sortsOf(store, { partition, prefix: '\u{10ffff}', ...more })).toEqual(['\u{10ffff}', '\u{10ffff}x']);
      expect(await sortsOf(store, { partition, prefix: 'b', from: 'c', ...more })).toEqual([]);
      expect(await sortsOf(store, { partition, from: 'c', to: 'a', ...more })).toEqual([]);
      expect(await sortsOf(store, { partition, to: '', ...more })).toEqual([]);
      expect(await sortsOf(store, { partition, from: '', prefix: '', to: 'a', ...more })).toEqual(['a']);
    }
  });

  it('lists an index in its own order, records of equal place too', async () => {
    const { store } = subject();
    const [partition, listing] = [fresh(), fresh()];
    const place = (sort: string) => ({ indexes: { listing: { partition: listing, sort } } });
    for (const [sort, at] of [
      ['1', 'c'],
      ['2', 'a'],
      ['3', 'b'],
      ['4', 'b'],
      ['5', 'b'],
      ['6', 'd'],
    ] as const)
      await store.write([newRecord(partition, sort, place(at))]);
    await store.write([newRecord(partition, 'not listed')]);

    for (const limit of [1, 2, 4, 100]) {
      const all = await sortsOf(store, { partition: listing, index: 'listing', limit });
      const backwards = await sortsOf(store, { partition: listing, index: 'listing', limit, descending: true });

      expect([all[0], [...all.slice(1, 4)].sort(), all.slice(4)]).toEqual(['2', ['3', '4', '5'], ['1', '6']]);
      expect([backwards.slice(0, 2), [...backwards.slice(2, 5)].sort(), backwards[5]]).toEqual([
        ['6', '1'],
        ['3', '4', '5'],
        '2',
      ]);
    }
    expect(await sortsOf(store, { partition: listing, index: 'listing', from: 'c' })).toEqual(['1', '6']);
    expect(await sortsOf(store, { partition: listing, index: 'status' })).toEqual([]);
  });

  it('answers with 100 records unless told', async () => {
    const { store } = subject();
    const partition = fresh();
    const changes = Array.from({ length: 101 }, (_, number) => newRecord(partition, String(number).padStart(3, '0')));
    await store.write(changes.slice(0, 100));
    await store.write(changes.slice(100));

    const first = await store.list({ partition });
    const second = await store.list({ partition, after: first.next ?? '' });

    expect(first.items).toHaveLength(100);
    expect(second.items.map(({ sort }) => sort)).toEqual(['100']);
  });

  it('goes on behind the last record though it is gone and others came', async () => {
    const { store } = subject();
    const partition = fresh();
    await fill(store, partition, ['a', 'b', 'd']);
    const first = await store.list({ partition, limit: 2 });

    await store.write([
      { remove: { partition, sort: 'b' }, expect: 1 },
      newRecord(partition, 'aa'),
      newRecord(partition, 'c'),
    ]);

    const second = await store.list({ partition, after: first.next ?? '' });
    expect(second.items.map(({ sort }) => sort)).toEqual(['c', 'd']);
  });

  it('refuses a position that no page of the query gave', async () => {
    const { store } = subject();
    const partition = fresh();
    await fill(store, partition, ['a#1', 'a#2', 'b#1']);
    const { next = '' } = await store.list({ partition, from: 'a#2', limit: 1 });
    const odd = [
      '',
      'x',
      '{}',
      Buffer.from('[1]').toString('base64url'),
      Buffer.from('[""]').toString('base64url'),
      Buffer.from('null').toString('base64url'),
    ];

    for (const after of odd) await expect(store.list({ partition, after })).rejects.toBeInstanceOf(InvalidPosition);
    await expect(store.list({ partition, prefix: 'b', after: next })).rejects.toBeInstanceOf(InvalidPosition);
    await expect(store.list({ partition, index: 'listing', after: next })).rejects.toBeInstanceOf(InvalidPosition);
  });
}
