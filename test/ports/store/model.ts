import fc from 'fast-check';
import { WriteConflict } from '../../../functions/ports/store.ts';
import type { IndexName, Item, Query, Stored, Write } from '../../../functions/ports/store.ts';
import { everyPage, fresh, type StoreUnderTest } from './subject.ts';

const compare = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** The store as plain as it can be said: a map. */
class Model {
  readonly records = new Map<string, Stored>();
  now = 0;

  visible(): Stored[] {
    return [...this.records.values()].filter(({ expires }) => expires === undefined || expires > this.now);
  }

  version(key: { partition: string; sort: string }): number {
    return this.visible().find(({ partition, sort }) => partition === key.partition && sort === key.sort)?.version ?? 0;
  }

  write(changes: Write[]): boolean {
    const key = (change: Write) => ('put' in change ? change.put : 'remove' in change ? change.remove : change.check);
    if (changes.some((change) => this.version(key(change)) !== change.expect)) return false;
    for (const change of changes) {
      const name = `${key(change).partition}\n${key(change).sort}`;
      if ('put' in change) this.records.set(name, { ...change.put, version: change.expect + 1 });
      if ('remove' in change) this.records.delete(name);
    }
    return true;
  }

  /** What a query finds, in order: with an index by place, where equals may come in any order. */
  list({ partition, index, prefix = '', from = '', to, descending }: Query): Stored[] {
    const place = (record: Stored) => (index ? record.indexes?.[index] : record);
    const found = this.visible().filter((record) => {
      const at = place(record);
      return (
        at?.partition === partition &&
        at.sort.startsWith(prefix) &&
        compare(at.sort, from) >= 0 &&
        (to === undefined || compare(at.sort, to) <= 0)
      );
    });
    const sorted = found.sort((a, b) => compare(place(a)?.sort ?? '', place(b)?.sort ?? ''));
    return descending ? sorted.reverse() : sorted;
  }
}

const character = fc.constantFrom('a', 'b', '#', 'é', '\ud7ff', '\uffff', '\u{1f600}', '\u{10ffff}');
const sort = fc.array(character, { minLength: 1, maxLength: 3 }).map((characters) => characters.join(''));
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const indexes = fc.constantFrom<IndexName>('listing', 'status', 'parent');

const item = fc.record({
  indexes: fc.dictionary(indexes, sort, { maxKeys: 3 }),
  life: optional(fc.integer({ min: 1, max: 4 })),
  value: fc.jsonValue({ maxDepth: 2 }),
});
const change = fc.record({
  kind: fc.constantFrom('put' as const, 'put' as const, 'remove' as const, 'check' as const),
  sort,
  stale: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  item,
});
const query = fc.record({
  index: optional(indexes),
  prefix: optional(sort),
  from: optional(sort),
  to: optional(sort),
  limit: fc.integer({ min: 1, max: 4 }),
  descending: fc.boolean(),
});
const step = fc.record({
  changes: fc.uniqueArray(change, { selector: (one) => one.sort, minLength: 1, maxLength: 4 }),
  seconds: fc.integer({ min: 0, max: 2 }),
  query,
});

/** The store does what the model does, whatever is written, passes and is listed. */
export function agreesWithModel(subject: () => StoreUnderTest): void {
  it('agrees with a plain map whatever is written and listed', async () => {
    const { store, clock } = subject();
    const scenario = fc.array(step, { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(scenario, async (steps) => {
        const model = new Model();
        const partition = fresh();
        for (const { changes, seconds, query } of steps) {
          model.now = Math.floor(clock.now() / 1000);
          const write = changes.map(({ kind, sort, stale, item }): Write => {
            const key = { partition, sort };
            const expect = model.version(key) + (stale ? 1 : 0);
            if (kind === 'remove') return { remove: key, expect };
            if (kind === 'check') return { check: key, expect };
            return { put: toPut(key, item, model.now), expect };
          });
          const outcome = await store.write(write).then(() => true, conflicted);
          expect(outcome).toBe(model.write(write));
          clock.advance(seconds * 1000);
          model.now += seconds;
          await compareListings(subject(), model, { ...withoutUndefined(query), partition });
        }
      }),
      { numRuns: 40 },
    );
  }, 120_000);
}

function toPut(
  key: { partition: string; sort: string },
  { indexes, life, value }: { indexes: Record<string, string>; life?: number | undefined; value: unknown },
  now: number,
): Item {
  const places = Object.entries(indexes).map(([name, sort]) => [name, { partition: key.partition, sort }]);
  return {
    ...key,
    value: JSON.parse(JSON.stringify({ value })) as object,
    ...(places.length > 0 && { indexes: Object.fromEntries(places) as NonNullable<Item['indexes']> }),
    ...(life !== undefined && { expires: now + life }),
  };
}

function conflicted(error: unknown): boolean {
  if (error instanceof WriteConflict) return false;
  throw error;
}

const withoutUndefined = (query: object) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Omit<Query, 'partition'>;

async function compareListings({ store }: StoreUnderTest, model: Model, query: Query): Promise<void> {
  const found = await everyPage<object>(store, query);
  const wanted = model.list(query);
  const place = (record: Stored) => (query.index ? record.indexes?.[query.index]?.sort : record.sort);
  expect(found.map(place)).toEqual(wanted.map(place));
  const bySort = (a: Stored, b: Stored) => compare(a.sort, b.sort);
  expect([...found].sort(bySort)).toEqual([...wanted].sort(bySort));
  for (const record of model.visible()) expect(await store.get(record)).toEqual(record);
}
