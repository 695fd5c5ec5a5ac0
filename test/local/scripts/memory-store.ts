import {
  WriteConflict,
  type Item,
  type Key,
  type Page,
  type Store,
  type Stored,
  type Write,
} from '../../../functions/ports/store.ts';

/** Records in memory, for as long as the test lives. */
export function memoryStore(): Store & { records: Map<string, Stored> } {
  const records = new Map<string, Stored>();
  const name = ({ partition, sort }: Key) => `${partition}\n${sort}`;
  const keyOf = (write: Write): Item | Key =>
    'put' in write ? write.put : 'remove' in write ? write.remove : write.check;
  const apply = (write: Write): void => {
    if ('put' in write) records.set(name(write.put), { ...structuredClone(write.put), version: write.expect + 1 });
    if ('remove' in write) records.delete(name(write.remove));
  };
  return {
    records,
    get: async <Value>(key: Key) => records.get(name(key)) as Stored<Value> | undefined,
    list: async <Value>({ partition }: { partition: string }): Promise<Page<Value>> => ({
      items: [...records.values()].filter((record) => record.partition === partition) as Stored<Value>[],
    }),
    write: async (changes) => {
      const holds = changes.every((write) => (records.get(name(keyOf(write)))?.version ?? 0) === write.expect);
      if (!holds) throw new WriteConflict('conflict');
      changes.forEach(apply);
    },
  };
}
