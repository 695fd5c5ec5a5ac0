import type { Key, Store, Write } from '../../ports/store.ts';

const keyOf = (id: string): Key => ({ partition: `proton#spec#${id}`, sort: 'spec' });

/** The change that keeps the text of a spec; it never changes. */
export const putSpec = (id: string, text: string): Write => ({ put: { ...keyOf(id), value: { text } }, expect: 0 });

/** The text of a spec exactly as it was accepted. */
export async function storedSpec(store: Store, id: string): Promise<string> {
  const found = await store.get<{ text: string }>(keyOf(id));
  if (!found) throw new Error(`The spec ${id} is gone.`);
  return found.value.text;
}
