import type { RepositoryBranch } from '@aws-sdk/client-proton';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { partitionOf, type Place } from '../place.ts';

/** What the pipelines of an account are provisioned with. */
export interface AccountSettingsRecord {
  pipelineServiceRoleArn?: string;
  pipelineCodebuildRoleArn?: string;
  pipelineProvisioningRepository?: RepositoryBranch;
}

export const accountSettingsKey = (place: Place): Key => ({
  partition: partitionOf('account-settings', place),
  sort: 'settings',
});

export const getSettings = (store: Store, place: Place): Promise<Stored<AccountSettingsRecord> | undefined> =>
  store.get<AccountSettingsRecord>(accountSettingsKey(place));
