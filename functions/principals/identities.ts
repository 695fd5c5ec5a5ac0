import { roleBehind } from '../api/iam-identity.ts';
import type { Identities, Identity } from '../api/principal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Key, Store } from '../ports/store.ts';
import type { CreatePrincipalRequest } from './create-principal.ts';
import { entityAlreadyExists } from './errors.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { nameKey, type PrincipalRecord } from './record.ts';

/** Where the door looks an IAM identity up: a role by its ARN without its path, which the ARNs of its sessions do not have. */
export const identityKey = (arn: string): Key => ({
  partition: `identity#${arn.replace(/:role\/.*?([^/]+)$/, ':role/$1')}`,
  sort: 'principal',
});

/** IAM identities of the store, for the routes where API Gateway vouches for them; read at each call, so one that is deleted is refused at once. */
export const storedIdentities = (store: Store): Identities => ({
  find: async (arn) => (await store.get<Identity>(identityKey(roleBehind(arn) ?? arn)))?.value,
});

/** Makes a principal of an IAM user or role, which has no keys here. Throws EntityAlreadyExists, MalformedPolicyDocument, LimitExceeded. */
export async function createIdentity(
  { Name, Arn, PolicyDocument, Groups }: CreatePrincipalRequest & { Arn: string },
  { store, clock }: { store: Store; clock: Clock },
): Promise<{ Name: string; Arn: string; CreateDate: Date }> {
  checkPolicyDocument(PolicyDocument);
  if (await store.get(nameKey(Name))) throw entityAlreadyExists(Name);
  if (await store.get(identityKey(Arn))) throw entityAlreadyExists(Arn);
  const CreateDate = clock.now();
  const groups = Groups?.length ? Groups : undefined;
  const record: PrincipalRecord = { Name, Arn, PolicyDocument, CreateDate, ...(groups && { Groups: groups }) };
  const policies = [JSON.parse(PolicyDocument) as object];
  const identity: Identity = { name: Name, arn: Arn, policies, ...(groups && { groups }) };
  await store.write([
    { put: { ...nameKey(Name), value: record }, expect: 0 },
    { put: { ...identityKey(Arn), value: identity }, expect: 0 },
  ]);
  return { Name, Arn, CreateDate: new Date(CreateDate) };
}
