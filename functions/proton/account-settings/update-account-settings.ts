import type { UpdateAccountSettingsInput, UpdateAccountSettingsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { arnOf } from '../place.ts';
import { type AccountSettingsRecord, accountSettingsKey, getSettings } from './record.ts';

/**
 * Sets what pipelines are provisioned with; an empty role takes it away.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateAccountSettings.html
 */
export async function updateAccountSettings(
  input: UpdateAccountSettingsInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<UpdateAccountSettingsOutput> {
  const { pipelineProvisioningRepository: repository, deletePipelineProvisioningRepository: isRemoval } = input;
  if (repository && isRemoval)
    throw invalid('pipelineProvisioningRepository and deletePipelineProvisioningRepository exclude each other.');
  const place = { account, region };
  const before = await getSettings(store, place);
  const value: AccountSettingsRecord = { ...before?.value };
  for (const name of ['pipelineServiceRoleArn', 'pipelineCodebuildRoleArn'] as const) {
    const role = input[name];
    if (role === '') delete value[name];
    else if (role !== undefined) value[name] = role;
  }
  if (isRemoval) delete value.pipelineProvisioningRepository;
  if (repository) {
    const { name, branch, provider } = repository;
    const arn = arnOf(place, `repository/${provider?.toLowerCase()}:${name}`);
    value.pipelineProvisioningRepository = { arn, name, branch, provider };
  }
  await store.write([{ put: { ...accountSettingsKey(place), value }, expect: before?.version ?? 0 }]);
  return { accountSettings: value };
}
