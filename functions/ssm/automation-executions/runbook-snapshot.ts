import type { Store } from '../../ports/store.ts';
import { WriteConflict } from '../../ports/store.ts';
import { type ContentFormat, readRunbook } from '../documents/content.ts';
import type { Runbook } from '../documents/runbook.ts';

/** The text of a runbook, kept by a name made of its hash. */
export interface Snapshot {
  content: string;
  format: ContentFormat;
}

// What is cached for a store is also kept in it.
const caches = new WeakMap<Store, Map<string, Runbook>>();
const capacity = 500;

const keyOf = (name: string) => ({ partition: `runbook#${name}`, sort: 'content' });

function cacheOf(store: Store): Map<string, Runbook> {
  const cache = caches.get(store) ?? new Map<string, Runbook>();
  caches.set(store, cache);
  return cache;
}

function remember(store: Store, name: string, { content, format }: Snapshot): Runbook {
  const runbook = readRunbook(content, format);
  const cache = cacheOf(store);
  if (cache.size >= capacity) cache.delete(cache.keys().next().value ?? '');
  cache.set(name, runbook);
  return runbook;
}

/** Keeps the text a run is started with, once per text, so that the run ends as it began whatever becomes of the document. */
export async function keepRunbook(store: Store, name: string, read: () => Promise<Snapshot>): Promise<Runbook> {
  const known = cacheOf(store).get(name);
  if (known) return known;
  const snapshot = await read();
  try {
    await store.write([{ put: { ...keyOf(name), value: snapshot }, expect: 0 }]);
  } catch (error) {
    // The text is kept already, unless somebody who was keeping it gave up.
    if (!(error instanceof WriteConflict) || !(await store.get(keyOf(name)))) throw error;
  }
  return remember(store, name, snapshot);
}

/** The runbook that `keepRunbook` kept. */
export async function keptRunbook(store: Store, name: string): Promise<Runbook> {
  const known = cacheOf(store).get(name);
  if (known) return known;
  const snapshot = await store.get<Snapshot>(keyOf(name));
  if (!snapshot) throw new Error(`The text of runbook ${name} is gone.`);
  return remember(store, name, snapshot.value);
}
