import type { CreateUserProfileRequest, CreateUserProfileResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import {
  checkSsh,
  getProfile,
  isUserArn,
  nameOf,
  profileKey,
  sshUsernameFrom,
  type UserProfileRecord,
} from './record.ts';

/**
 * Makes a profile for a user. Throws ValidationException, also where there is one.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_CreateUserProfile.html
 */
export async function createUserProfile(
  input: CreateUserProfileRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<CreateUserProfileResult> {
  const { IamUserArn: arn = '', SshUsername = sshUsernameFrom(arn), SshPublicKey, AllowSelfManagement } = input;
  if (!isUserArn(arn)) throw invalid(`${arn} is no ARN of an IAM user`);
  checkSsh({ SshUsername, SshPublicKey });
  if (await getProfile(store, arn)) throw invalid(`There is already a user profile for ${arn}`);
  const value: UserProfileRecord = {
    iamUserArn: arn,
    name: nameOf(arn),
    sshUsername: SshUsername,
    allowSelfManagement: AllowSelfManagement ?? false,
    ...(SshPublicKey !== undefined && { sshPublicKey: SshPublicKey }),
  };
  await store.write([{ put: { ...profileKey(arn), value }, expect: 0 }]);
  return { IamUserArn: arn };
}
