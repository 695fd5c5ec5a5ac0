import type { Key, Store } from '../../functions/ports/store.ts';

/** Something that changed: a run with its id, or something of a whole API. */
export interface Change {
  topic: 'automation-execution' | 'document' | 'proton' | 'opsworks' | 'heat' | 'events';
  id?: string;
}

/** A change with its place among all changes since the program started, from 1. */
export interface NumberedChange {
  number: number;
  change: Change;
}

/** The changes of the records as they happen; nothing is noted before somebody listens for the first time. */
export interface ChangeFeed {
  /** The store, watched: what was written is told once it is durable. */
  watched(store: Store): Store;
  /** Calls with every change from now on; the answer ends it. */
  listen(listener: (change: NumberedChange) => void): () => void;
  /** The changes after a number; undefined where some of them are forgotten, or the number was never given. */
  since(number: number): NumberedChange[] | undefined;
  /** The number of the newest change. */
  newest(): number;
}

/** So many changes are remembered for who comes back. */
const most = 2000;

/** Opens a feed. */
export function changeFeed(): ChangeFeed {
  const listeners = new Set<(change: NumberedChange) => void>();
  let kept: NumberedChange[] = [];
  let last = 0;
  let isWatched = false;
  const note = (change: Change) => {
    const numbered = { number: ++last, change };
    kept.push(numbered);
    if (kept.length > 2 * most) kept = kept.slice(-most);
    for (const listener of listeners) listener(numbered);
  };
  return {
    watched: (store) => ({
      get: (key) => store.get(key),
      list: (query) => store.list(query),
      write: async (changes) => {
        await store.write(changes);
        if (isWatched)
          changesOf(changes.flatMap((one) => ('check' in one ? [] : ['put' in one ? one.put : one.remove]))).forEach(
            note,
          );
      },
    }),
    listen: (listener) => {
      isWatched = true;
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    since: (number) => {
      const first = kept[0]?.number ?? last + 1;
      return number <= last && number >= first - 1 ? kept.filter((one) => one.number > number) : undefined;
    },
    newest: () => last,
  };
}

/** What records tell, by how their partitions begin. */
const topics: [RegExp, Change['topic']][] = [
  [/^automation-execution#([^#]+)$/, 'automation-execution'],
  [/^documents?#/, 'document'],
  [/^proton#/, 'proton'],
  [/^opsworks/, 'opsworks'],
  [/^heat-(?:deployment|config)#/, 'heat'],
  [/^(?:event-|dead-letters$)/, 'events'],
];

/** What a write of these records changes, each thing once. */
function changesOf(keys: Key[]): Change[] {
  const found = new Map<string, Change>();
  for (const { partition } of keys) {
    const [pattern, topic] = topics.find(([begins]) => begins.test(partition)) ?? [];
    if (!pattern || !topic) continue;
    const id = pattern.exec(partition)?.[1];
    found.set(`${topic}#${id ?? ''}`, { topic, ...(id !== undefined && { id }) });
  }
  return [...found.values()];
}
