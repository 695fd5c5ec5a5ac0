import type { Principal, Principals } from '../api/principal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import { accessKeyKey } from './record.ts';

/** Principals of the store, each read at most once in five seconds; `forget` makes the next call read again. */
export interface StoredPrincipals extends Principals {
  forget(accessKeyId: string): void;
}

interface Kept {
  principal: Principal;
  until: number;
}

/** How long another process may take to notice a deletion, in milliseconds. */
const freshness = 5000;
const limit = 10_000;

/** Finds principals by access key. Unknown keys are not remembered, so a new principal can call at once. */
export function storedPrincipals(store: Store, clock: Clock): StoredPrincipals {
  const kept = new Map<string, Kept>();
  let forgotten = 0;
  const read = async (accessKeyId: string): Promise<Principal | undefined> => {
    const before = forgotten;
    const stored = await store.get<Principal>(accessKeyKey(accessKeyId));
    const known = kept.get(accessKeyId)?.principal;
    kept.delete(accessKeyId);
    if (!stored) return undefined;
    // An access key is never given twice, so what was read before is still the same principal.
    const principal = known ?? stored.value;
    if (kept.size >= limit) kept.clear();
    // What was read before a deletion must not be remembered after it.
    if (before === forgotten) kept.set(accessKeyId, { principal, until: clock.now() + freshness });
    return principal;
  };
  return {
    find: async (accessKeyId) => {
      const known = kept.get(accessKeyId);
      return known && clock.now() < known.until ? known.principal : read(accessKeyId);
    },
    forget: (accessKeyId) => {
      forgotten++;
      kept.delete(accessKeyId);
    },
  };
}
