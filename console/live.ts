import { signal } from '@preact/signals';

/** Something that changed on the server: `automation-execution` with its id, or a whole API such as `proton`. */
export interface Change {
  topic: string;
  id?: string;
}

type Listener = (change: Change | 'anything') => void;

/** Whether the server tells of changes as they happen; while it does not, views ask again and again. */
export const isLive = signal(false);

const listeners = new Set<Listener>();

/** Calls with every change the server tells of, and with `anything` where some may have been missed. */
export function onChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Tells all who listen. */
export const tell: Listener = (change) => listeners.forEach((listener) => listener(change));
