import { WriteConflict } from '../../../functions/ports/store.ts';
import { fresh, newRecord, sortsOf, type StoreUnderTest } from './subject.ts';

/** What every store does when much is under way at once. */
export function races(subject: () => StoreUnderTest): void {
  it('loses no increment of twenty writers', async () => {
    const { store } = subject();
    const partition = fresh();
    const key = { partition, sort: 'counter' };
    const increment = async (): Promise<void> => {
      const stored = await store.get<{ count: number }>(key);
      const count = (stored?.value.count ?? 0) + 1;
      try {
        await store.write([{ put: { ...key, value: { count } }, expect: stored?.version ?? 0 }]);
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        return increment();
      }
    };

    await Promise.all(Array.from({ length: 20 }, increment));

    expect(await store.get(key)).toEqual({ ...key, value: { count: 20 }, version: 20 });
  });

  it('moves between two records without anything lost', async () => {
    const { store } = subject();
    const partition = fresh();
    await store.write(['a', 'b'].map((sort) => ({ put: { partition, sort, value: { count: 50 } }, expect: 0 })));
    const move = async (from: string, to: string): Promise<void> => {
      const [source, target] = await Promise.all(
        [from, to].map((sort) => store.get<{ count: number }>({ partition, sort })),
      );
      if (!source || !target) throw new Error('A record is missing');
      try {
        await store.write([
          { put: { partition, sort: from, value: { count: source.value.count - 1 } }, expect: source.version },
          { put: { partition, sort: to, value: { count: target.value.count + 1 } }, expect: target.version },
        ]);
      } catch (error) {
        if (!(error instanceof WriteConflict)) throw error;
        return move(from, to);
      }
    };

    await Promise.all([
      ...Array.from({ length: 6 }, () => move('a', 'b')),
      ...Array.from({ length: 4 }, () => move('b', 'a')),
    ]);

    const { items } = await store.list<{ count: number }>({ partition });
    expect(items.map(({ value }) => value.count)).toEqual([48, 52]);
  });

  it('lets one of two new records with the same key win', async () => {
    const { store } = subject();
    const partition = fresh();

    const both = await Promise.allSettled([
      store.write([newRecord(partition, 'one')]),
      store.write([newRecord(partition, 'one'), newRecord(partition, 'two')]),
    ]);

    expect(both.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(await sortsOf(store, { partition })).toEqual(both[0].status === 'fulfilled' ? ['one'] : ['one', 'two']);
  });
}
