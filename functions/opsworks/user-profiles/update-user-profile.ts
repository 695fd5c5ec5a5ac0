import type { UpdateUserProfileRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { checkSsh, profileKey, requireProfile } from './record.ts';

/**
 * Changes the given settings of a user's profile. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UpdateUserProfile.html
 */
export async function updateUserProfile(
  input: UpdateUserProfileRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<object> {
  const { IamUserArn, SshUsername, SshPublicKey, AllowSelfManagement } = input;
  const { value, version } = await requireProfile(store, IamUserArn);
  checkSsh(input);
  const changed = {
    ...value,
    ...(SshUsername !== undefined && { sshUsername: SshUsername }),
    ...(SshPublicKey !== undefined && { sshPublicKey: SshPublicKey }),
    ...(AllowSelfManagement !== undefined && { allowSelfManagement: AllowSelfManagement }),
  };
  await store.write([{ put: { ...profileKey(value.iamUserArn), value: changed }, expect: version }]);
  return {};
}
