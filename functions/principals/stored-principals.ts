import type { Principal, Principals } from '../api/principal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Store } from '../ports/store.ts';
import { accessKeyKey, opened } from './record.ts';

/** Principals of the store, each read at most once in five seconds; `forget` makes the next call read again. */
export interface StoredPrincipals extends Principals {
  forget(accessKeyId: string): void;
}

/** `until` is when the store is asked again whether it is still there, `openUntil` when its secret must be opened anew; epoch milliseconds. */
interface Kept {
  principal: Principal;
  until: number;
  openUntil: number;
}

/** How long another process may take to notice a deletion, in milliseconds. */
const freshness = 5000;
/** How long an opened secret is remembered: so long a key taken from us in KMS still opens. */
const openness = 300_000;
const limit = 10_000;

/** Finds principals by access key. Unknown keys are not remembered, so a new principal can call at once. */
export function storedPrincipals({ store, clock, secrets }: Needs): StoredPrincipals {
  const kept = new Map<string, Kept>();
  let forgotten = 0;
  const read = async (accessKeyId: string): Promise<Principal | undefined> => {
    const before = forgotten;
    const known = kept.get(accessKeyId);
    const stored = await store.get<Principal>(accessKeyKey(accessKeyId));
    if (!stored) return void kept.delete(accessKeyId);
    const now = clock.now();
    // An access key is never given twice, so what was read before is still the same principal.
    const isOpen = known && now < known.openUntil;
    const { principal, openUntil } = isOpen
      ? known
      : { principal: await opened(stored.value, secrets), openUntil: now + openness };
    if (kept.size >= limit) kept.clear();
    // What was read before a deletion must not be remembered after it.
    if (before === forgotten) kept.set(accessKeyId, { principal, until: now + freshness, openUntil });
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

interface Needs {
  store: Store;
  clock: Clock;
  secrets: Secrets;
}
