import type { DeleteUserProfileRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { profileKey, requireProfile } from './record.ts';

/**
 * Deletes a user's profile; the principal stays. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DeleteUserProfile.html
 */
export async function deleteUserProfile(
  { IamUserArn }: DeleteUserProfileRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<object> {
  const { value, version } = await requireProfile(store, IamUserArn);
  await store.write([{ remove: profileKey(value.iamUserArn), expect: version }]);
  return {};
}
