import type { Principal, Principals } from '../api/principal.ts';
import type { Store } from '../ports/store.ts';
import { nameKey, type PrincipalRecord } from './record.ts';

/** The principal of a name as it is now, or undefined. */
export async function namedPrincipal(
  name: string,
  { store, principals }: { store: Store; principals: Principals },
): Promise<Principal | undefined> {
  const stored = await store.get<PrincipalRecord>(nameKey(name));
  const accessKeyId = stored?.value.AccessKeyId;
  return accessKeyId === undefined ? undefined : principals.find(accessKeyId);
}
