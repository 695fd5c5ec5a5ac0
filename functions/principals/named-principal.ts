import type { Principal } from '../api/principal.ts';
import type { Store } from '../ports/store.ts';
import { nameKey, type PrincipalRecord } from './record.ts';

/** The principal of a name as it is now, or undefined: for who acts in its name, and so without its secret. One without a key is told apart by its age. */
export async function namedPrincipal(name: string, store: Store): Promise<Principal | undefined> {
  const stored = await store.get<PrincipalRecord>(nameKey(name));
  if (!stored) return undefined;
  const { Name, Arn, AccessKeyId, PolicyDocument, Groups, CreateDate } = stored.value;
  return {
    name: Name,
    arn: Arn,
    accessKeyId: AccessKeyId ?? `created-${CreateDate}`,
    secretAccessKey: '',
    policies: [JSON.parse(PolicyDocument) as object],
    ...(Groups && { groups: Groups }),
  };
}
