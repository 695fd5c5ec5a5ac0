import type { UpdateMyUserProfileRequest } from '@aws-sdk/client-opsworks';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { checkSsh, getProfile, profileKey } from './record.ts';

/**
 * Changes the SSH key of the caller's own profile. Throws ValidationException where there is no profile.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UpdateMyUserProfile.html
 */
export async function updateMyUserProfile(
  { SshPublicKey }: UpdateMyUserProfileRequest,
  { store }: Pick<Ports, 'store'>,
  { arn }: Caller,
): Promise<object> {
  checkSsh({ SshPublicKey });
  const profile = await getProfile(store, arn);
  if (!profile) throw invalid(`There is no user profile for ${arn}`);
  if (SshPublicKey === undefined) return {};
  const value = { ...profile.value, sshPublicKey: SshPublicKey };
  await store.write([{ put: { ...profileKey(arn), value }, expect: profile.version }]);
  return {};
}
