import type { Store } from '../ports/store.ts';
import { noSuchEntity } from './errors.ts';
import { identityKey } from './identities.ts';
import { accessKeyKey, nameKey, type PrincipalRecord } from './record.ts';
import type { StoredPrincipals } from './stored-principals.ts';

/** DeletePrincipal's input. */
export interface DeletePrincipalRequest {
  Name: string;
}

/** Takes a principal's access away: in this process at once, in others when they look the key up again. Throws NoSuchEntity. */
export async function deletePrincipal(
  { Name }: DeletePrincipalRequest,
  { store }: { store: Store },
  principals: Pick<StoredPrincipals, 'forget'>,
): Promise<object> {
  const stored = await store.get<PrincipalRecord>(nameKey(Name));
  if (!stored) throw noSuchEntity(Name);
  const { AccessKeyId, Arn } = stored.value;
  await store.write([
    { remove: nameKey(Name), expect: stored.version },
    { remove: AccessKeyId ? accessKeyKey(AccessKeyId) : identityKey(Arn), expect: 1 },
  ]);
  if (AccessKeyId) principals.forget(AccessKeyId);
  return {};
}
