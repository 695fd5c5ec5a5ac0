import { WriteConflict } from '../../../functions/ports/store.ts';
import { fresh, newRecord, sortsOf, type StoreUnderTest } from './subject.ts';

/** What every store does with records that expire. */
export function expiry(subject: () => StoreUnderTest): void {
  it('hides a record from the second it expires and lets a new one take its place', async () => {
    const { store, clock } = subject();
    const [partition, listing] = [fresh(), fresh()];
    const key = { partition, sort: 'short' };
    const expires = Math.floor(clock.now() / 1000) + 10;
    await store.write([
      newRecord(partition, 'short', { expires, indexes: { listing: { partition: listing, sort: 'a' } } }),
      newRecord(partition, 'lasting'),
    ]);
    const before = await sortsOf(store, { partition });

    clock.advanceTo(expires * 1000);

    expect(before).toEqual(['lasting', 'short']);
    expect(await store.get(key)).toBeUndefined();
    expect(await sortsOf(store, { partition })).toEqual(['lasting']);
    expect(await sortsOf(store, { partition: listing, index: 'listing' })).toEqual([]);
    await expect(store.write([{ put: { ...key, value: {} }, expect: 1 }])).rejects.toBeInstanceOf(WriteConflict);
    await expect(store.write([{ remove: key, expect: 1 }])).rejects.toBeInstanceOf(WriteConflict);
    await store.write([{ check: key, expect: 0 }, newRecord(partition, 'more')]);
    await store.write([{ put: { ...key, value: { again: true } }, expect: 0 }]);
    expect(await store.get(key)).toEqual({ ...key, value: { again: true }, version: 1 });
  });

  it('fills pages in spite of expired records between', async () => {
    const { store, clock } = subject();
    const partition = fresh();
    const expires = Math.floor(clock.now() / 1000) + 1;
    for (let number = 0; number < 12; number++)
      await store.write([newRecord(partition, String(number + 10), number % 4 ? { expires } : {})]);

    clock.advance(2000);

    const first = await store.list({ partition, limit: 2 });
    expect(first.items.map(({ sort }) => sort)).toEqual(['10', '14']);
    expect(await sortsOf(store, { partition, limit: 1 })).toEqual(['10', '14', '18']);
  });
}
