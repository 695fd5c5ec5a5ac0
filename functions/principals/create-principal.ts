import type { Caller } from '../api/action.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { Store } from '../ports/store.ts';
import { entityAlreadyExists } from './errors.ts';
import { checkPolicyDocument } from './policy-document.ts';
import { creation, nameKey, newAccessKey, principalArn, type KeyedRecord } from './record.ts';

/** CreatePrincipal's input and output; the secret is told here once and never again. */
export interface CreatePrincipalRequest {
  Name: string;
  /** Of an IAM user or role, which gets no keys here. */
  Arn?: string;
  PolicyDocument: string;
  /** The names of groups, for approvals that ask for members of one. */
  Groups?: string[];
}
export interface CreatePrincipalResult {
  Name: string;
  Arn: string;
  AccessKeyId: string;
  SecretAccessKey: string;
  CreateDate: Date;
}

interface Needs {
  store: Store;
  clock: Clock;
  ids: Ids;
  secrets: Secrets;
}

/** Makes a principal with one identity policy and one access key. Throws EntityAlreadyExists, MalformedPolicyDocument, LimitExceeded. */
export async function createPrincipal(
  { Name, PolicyDocument, Groups }: CreatePrincipalRequest,
  { store, clock, ids, secrets }: Needs,
  { account }: Pick<Caller, 'account'>,
): Promise<CreatePrincipalResult> {
  checkPolicyDocument(PolicyDocument);
  if (await store.get(nameKey(Name))) throw entityAlreadyExists(Name);
  const { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey } = newAccessKey(ids);
  const Arn = principalArn(account, Name);
  const CreateDate = clock.now();
  const record: KeyedRecord = {
    Name,
    Arn,
    AccessKeyId,
    PolicyDocument,
    CreateDate,
    ...(Groups?.length && { Groups }),
  };
  await store.write(await creation(record, SecretAccessKey, secrets));
  return { Name, Arn, AccessKeyId, SecretAccessKey, CreateDate: new Date(CreateDate) };
}
