import type { UpdateAccountSettingsInput, UpdateAccountSettingsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { invalid } from '../errors.ts';
import { arnOf, type Place } from '../place.ts';
import { getRepository, repositoryArn, repositoryKey } from '../repositories/record.ts';
import { touched, unuse, use } from '../uses.ts';
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
  if (repository && !(await getRepository(store, place, repository)))
    throw invalid(`The repository ${repositoryArn(place, repository)} is not linked. Call CreateRepository.`);
  const value: AccountSettingsRecord = { ...before?.value };
  for (const name of ['pipelineServiceRoleArn', 'pipelineCodebuildRoleArn'] as const) {
    const role = input[name];
    if (role === '') delete value[name];
    else if (role !== undefined) value[name] = role;
  }
  if (isRemoval) delete value.pipelineProvisioningRepository;
  if (repository) {
    const { name, branch, provider } = repository;
    const arn = repositoryArn(place, repository);
    value.pipelineProvisioningRepository = { arn, name, branch, provider };
  }
  await store.write([
    { put: { ...accountSettingsKey(place), value }, expect: before?.version ?? 0 },
    ...(await repositoryUses(before?.value, value, { store, place })),
  ]);
  return { accountSettings: value };
}

/** The repository of the account's pipelines cannot be deleted; another may be. */
async function repositoryUses(
  before: AccountSettingsRecord = {},
  after: AccountSettingsRecord,
  { store, place }: Pick<Ports, 'store'> & { place: Place },
): Promise<Write[]> {
  const [had, has] = [before.pipelineProvisioningRepository, after.pipelineProvisioningRepository];
  if (had?.arn === has?.arn) return [];
  const user = arnOf(place, 'account-settings');
  const found = has && (await getRepository(store, place, has));
  return [
    ...(had ? [unuse(repositoryKey(place, had), user)] : []),
    ...(has ? [use(repositoryKey(place, has), user)] : []),
    ...(found ? [touched(found)] : []),
  ];
}
