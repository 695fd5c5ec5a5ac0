import type { DescribeUserProfilesRequest, DescribeUserProfilesResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { allOf } from '../selector.ts';
import { allProfiles, getProfile, profileView } from './record.ts';

/**
 * The profiles of the given users, or all. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeUserProfiles.html
 */
export async function describeUserProfiles(
  { IamUserArns }: DescribeUserProfilesRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeUserProfilesResult> {
  const profiles = IamUserArns
    ? (await allOf('user', IamUserArns, (arn) => getProfile(store, arn))).map(({ value }) => value)
    : await allProfiles(store);
  return { UserProfiles: profiles.map((profile) => profileView(profile)) };
}
