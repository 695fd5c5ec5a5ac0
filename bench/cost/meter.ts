import { AsyncLocalStorage } from 'node:async_hooks';
import type { Key, Store, Stored, Write } from '../../functions/ports/store.ts';
import { prices, type Usage } from './prices.ts';
import { itemOf, type Projections, readUnits, writeUnits } from './units.ts';

/** Counts what is charged while work that is measured runs; what a bench asks besides is not. */
export class Meter {
  readonly #measured = new AsyncLocalStorage<boolean>();
  #usage = nothing();

  /** Does work whose calls count. */
  measured<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#measured.run(true, work);
  }

  add(name: keyof Usage, count: number): void {
    if (this.#measured.getStore()) this.#usage[name] += count;
  }

  /** What was counted since it was last asked. */
  take(): Usage {
    const usage = this.#usage;
    this.#usage = nothing();
    return usage;
  }
}

const nothing = (): Usage => Object.fromEntries(Object.keys(prices).map((name) => [name, 0])) as Usage;

/** A store whose reads and writes are charged as those of the account's, functions/ports/aws/dynamodb-store.ts, are by DynamoDB. */
export const meteredStore = (inner: Store, meter: Meter, projections: Projections): Store => ({
  get: async <Value>(key: Key) => {
    const found = await inner.get<Value>(key);
    meter.add('readUnits', readUnits(found ? [asItem(found)] : [], true));
    return found;
  },
  list: async <Value>(query: Parameters<Store['list']>[0]) => {
    const page = await inner.list<Value>(query);
    const items = page.items.map((found) => asItem(found));
    meter.add('readUnits', readUnits(items, query.index === undefined));
    return page;
  },
  write: async (changes) => {
    const units = await Promise.all(changes.map((change) => unitsOf(change, inner, projections)));
    const isSinglePut = changes.length === 1 && changes.every((change) => 'put' in change);
    meter.add('writeUnits', units.reduce((sum, count) => sum + count, 0) * (isSinglePut ? 1 : 2));
    return inner.write(changes);
  },
});

const asItem = <Value>(stored: Stored<Value>) => itemOf(stored as Stored, stored.version);

async function unitsOf(change: Write, store: Store, projections: Projections): Promise<number> {
  const key = 'put' in change ? change.put : 'remove' in change ? change.remove : change.check;
  const stored = await store.get(key);
  const before = stored && asItem(stored);
  if ('check' in change) return writeUnits(before, before, {});
  return writeUnits(before, 'put' in change ? itemOf(change.put, change.expect + 1) : undefined, projections);
}
