import type { Key } from '../ports/store.ts';

/** Where records stand whose machine must be at work (index `status`), by what the machine is about. */
export const openWork = 'proton#open';

/** The place of a record there, as long as it is open. */
export const openAt = (kind: 'deployment' | 'registration' | 'service', id: string): { status: Key } => ({
  status: { partition: openWork, sort: `${kind}#${id}` },
});
