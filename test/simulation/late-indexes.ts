import { compareBytes, isWithin, keyRange } from '../../functions/ports/key-range.ts';
import { keyOf, nameOf } from '../../functions/ports/record-limits.ts';
import { readPosition } from '../../functions/ports/page-position.ts';
import type { IndexName, Item, Page, Query, Store, Stored, Write } from '../../functions/ports/store.ts';
import type { Outside } from './program.ts';

/** What an index still tells of a record that was written since; nothing where the record is new to it. */
type Told = Stored<unknown> | undefined;

/** A store whose indexes hear of some writes later than all else, as those of DynamoDB do: when the seed lets them. */
export function lateIndexes(store: Store, { gate, random, lag }: Pick<Outside, 'gate' | 'random' | 'lag'>): Store {
  if (lag === 0) return store;
  const late = new Map<string, { told: Told; last: Write }>();
  const hold = (change: Write, before: Told): void => {
    const name = nameOf(keyOf(change));
    const isListed = before?.indexes ?? ('put' in change && change.put.indexes);
    if (!isListed || !(late.has(name) || random.happens(lag))) return;
    late.set(name, { told: late.has(name) ? late.get(name)?.told : before, last: change });
    gate.later(() => late.get(name)?.last === change && late.delete(name), random.happens(0.5));
  };
  return {
    get: (key) => store.get(key),
    list: async <Value>(query: Query): Promise<Page<Value>> => {
      const page = await store.list<Value>(query);
      const { index } = query;
      return index && late.size > 0 ? laterPage(page, { ...query, index }, late) : page;
    },
    write: async (changes) => {
      const before = await Promise.all(
        changes.map(async (change) => (change.expect > 0 ? store.get<unknown>(keyOf(change)) : undefined)),
      );
      await store.write(changes);
      changes.forEach((change, place) => 'check' in change || hold(change, before[place]));
    },
  };
}

/** A page as the index knows it. */
function laterPage<Value>(
  { items, ...page }: Page<Value>,
  query: Query & { index: IndexName },
  late: Map<string, { told: Told }>,
): Page<Value> {
  const { index, partition, descending } = query;
  const sortOf = ({ indexes }: Item<unknown>): string => indexes?.[index]?.sort ?? '';
  const sign = descending ? -1 : 1;
  const range = keyRange(query);
  const [after] = readPosition(query, range, 2) ?? [];
  const last = page.next === undefined ? undefined : items.at(-1);
  const isHere = (one: Told): one is Stored<Value> =>
    one?.indexes?.[index]?.partition === partition &&
    isWithin(range, sortOf(one)) &&
    (after === undefined || sign * compareBytes(sortOf(one), after) > 0) &&
    (last === undefined || sign * compareBytes(sortOf(one), sortOf(last)) <= 0);
  const kept = items.filter((one) => !late.has(nameOf(one)));
  const told = [...late.values()].map((one) => one.told).filter(isHere);
  const all = [...kept, ...told].sort((one, other) => sign * compareBytes(sortOf(one), sortOf(other)));
  return { items: all, ...page };
}
