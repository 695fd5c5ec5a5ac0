import type { Store } from '../ports/store.ts';
import { noSuchEntity } from './errors.ts';
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
  const { AccessKeyId } = stored.value;
  await store.write([
    { remove: nameKey(Name), expect: stored.version },
    { remove: accessKeyKey(AccessKeyId), expect: 1 },
  ]);
  principals.forget(AccessKeyId);
  return {};
}
