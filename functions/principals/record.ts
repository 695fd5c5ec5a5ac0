import { hash } from 'node:crypto';
import type { Key, Write } from '../ports/store.ts';
import type { Ids } from '../ports/ids.ts';
import type { SecretOwner, Secrets } from '../ports/secrets.ts';
import type { Principal } from '../api/principal.ts';

/** A principal as it is listed; it never changes. `CreateDate` is in epoch milliseconds. */
export interface PrincipalRecord {
  Name: string;
  Arn: string;
  /** An IAM identity has none here. */
  AccessKeyId?: string;
  PolicyDocument: string;
  Groups?: string[];
  CreateDate: number;
}

/** One with an access key of ours. */
export type KeyedRecord = PrincipalRecord & { AccessKeyId: string };

/** All principals, by name; IAM names differ in more than the case of letters. */
export const partition = 'principals';

/** Where a principal is listed. */
export const nameKey = (name: string): Key => ({ partition, sort: name.toLowerCase() });

/** Where the door looks a principal up; it holds the secret, sealed, which SigV4 needs as it is. */
export const accessKeyKey = (accessKeyId: string): Key => ({
  partition: `access-key#${accessKeyId}`,
  sort: 'principal',
});

/** The ARN of a principal: an IAM user's. */
export const principalArn = (account: string, name: string): string => `arn:aws:iam::${account}:user/${name}`;

/** The writes that make a principal, both or neither; its secret goes on record sealed. */
export async function creation(record: KeyedRecord, secret: string, secrets: Secrets): Promise<Write[]> {
  const sealed = await secrets.seal(secret, ownerOf(record.Arn, record.AccessKeyId));
  return [
    { put: { ...nameKey(record.Name), value: record }, expect: 0 },
    { put: { ...accessKeyKey(record.AccessKeyId), value: keyRecord(record, sealed) }, expect: 0 },
  ];
}

const ownerOf = (principal: string, accessKeyId: string): SecretOwner => ({ principal, accessKeyId });

/** The principal of an access key's record, its secret as SigV4 needs it. */
export async function opened(stored: Principal, secrets: Secrets): Promise<Principal> {
  const { arn, accessKeyId, secretAccessKey } = stored;
  return { ...stored, secretAccessKey: await secrets.open(secretAccessKey, ownerOf(arn, accessKeyId)) };
}

const keyRecord = (record: KeyedRecord, secretAccessKey: string): Principal => ({
  name: record.Name,
  arn: record.Arn,
  accessKeyId: record.AccessKeyId,
  secretAccessKey,
  policies: [JSON.parse(record.PolicyDocument) as object],
  ...(record.Groups && { groups: record.Groups }),
});

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A new access key in the form of AWS's: AKIA and 16 base32 characters, 40 characters of secret. */
export function newAccessKey(ids: Ids): { accessKeyId: string; secretAccessKey: string } {
  const bytes = hash('sha512', ids.token(), 'buffer');
  const letters = Array.from(bytes.subarray(0, 16), (byte) => base32[byte % 32]).join('');
  return { accessKeyId: `AKIA${letters}`, secretAccessKey: hash('sha512', ids.token(), 'base64').slice(0, 40) };
}
