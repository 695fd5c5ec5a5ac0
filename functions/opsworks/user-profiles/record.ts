import type { UserProfile } from '@aws-sdk/client-opsworks';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { invalid, resourceNotFound } from '../errors.ts';

/** A user of OpsWorks: a principal who was given SSH settings. */
export interface UserProfileRecord {
  iamUserArn: string;
  name: string;
  sshUsername: string;
  sshPublicKey?: string;
  allowSelfManagement: boolean;
}

/** Whether a text may be the ARN of a user, also of a federated one. */
export const isUserArn = (text: string): boolean => /^arn:aws[\w-]*:(iam|sts)::\d{12}:[\w+=,.@/:-]{1,512}$/.test(text);

const partition = 'opsworks-user-profiles';

/** Where a profile is kept. */
export const profileKey = (iamUserArn: string): Key => ({ partition, sort: iamUserArn });

/** The profile of a user; undefined when there is none. */
export const getProfile = async (store: Store, arn: string): Promise<Stored<UserProfileRecord> | undefined> =>
  isUserArn(arn) ? store.get<UserProfileRecord>(profileKey(arn)) : undefined;

/** The same where there must be one. Throws ResourceNotFoundException. */
export async function requireProfile(store: Store, arn = ''): Promise<Stored<UserProfileRecord>> {
  const profile = await getProfile(store, arn);
  if (!profile) throw resourceNotFound('user', arn);
  return profile;
}

const most = 1000;

/** All profiles, by ARN. */
export const allProfiles = async (store: Store): Promise<UserProfileRecord[]> =>
  (await store.list<UserProfileRecord>({ partition, limit: most })).items.map(({ value }) => value);

/** The last part of an ARN. */
export const nameOf = (arn: string): string => arn.split(/[/:]/).at(-1) ?? arn;

/** The user name that OpsWorks makes of a user's name: what SSH cannot take is dropped. */
export const sshUsernameFrom = (arn: string): string =>
  nameOf(arn)
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '');

/** Refuses what SSH cannot take. */
export function checkSsh({
  SshUsername,
  SshPublicKey,
}: {
  SshUsername?: string | undefined;
  SshPublicKey?: string | undefined;
}): void {
  if (SshUsername !== undefined && !/^[a-z0-9_-]{1,32}$/.test(SshUsername))
    throw invalid('An SSH user name has 1 to 32 of the characters a-z, 0-9, - and _');
  if (SshPublicKey !== undefined && SshPublicKey.length > 20_000)
    throw invalid('An SSH public key must not be longer than 20000 characters');
}

/** A profile as it is shown. */
export const profileView = (profile: UserProfileRecord): UserProfile => ({
  IamUserArn: profile.iamUserArn,
  Name: profile.name,
  SshUsername: profile.sshUsername,
  SshPublicKey: profile.sshPublicKey,
  AllowSelfManagement: profile.allowSelfManagement,
});
