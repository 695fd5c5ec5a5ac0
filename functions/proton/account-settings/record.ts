import type { ProvisioningRepository } from '../../ports/provisioner.ts';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { partitionOf, type Place } from '../place.ts';

/** What the pipelines of an account are provisioned with. */
export interface AccountSettingsRecord {
  pipelineServiceRoleArn?: string;
  pipelineCodebuildRoleArn?: string;
  pipelineProvisioningRepository?: ProvisioningRepository & { arn: string };
}

export const accountSettingsKey = (place: Place): Key => ({
  partition: partitionOf('account-settings', place),
  sort: 'settings',
});

export const getSettings = (store: Store, place: Place): Promise<Stored<AccountSettingsRecord> | undefined> =>
  store.get<AccountSettingsRecord>(accountSettingsKey(place));
