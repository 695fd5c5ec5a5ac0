import type { DescribeMyUserProfileResult } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { getProfile, nameOf, sshUsernameFrom } from './record.ts';

/**
 * The caller's own profile, also where none was made.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeMyUserProfile.html
 */
export async function describeMyUserProfile(
  _input: object,
  { store }: Pick<Ports, 'store'>,
  { arn }: Caller,
): Promise<DescribeMyUserProfileResult> {
  const profile = (await getProfile(store, arn))?.value;
  return {
    UserProfile: {
      IamUserArn: arn,
      Name: nameOf(arn),
      SshUsername: profile?.sshUsername ?? sshUsernameFrom(arn),
      SshPublicKey: profile?.sshPublicKey,
    },
  };
}
