import type { UpdateTemplateSyncConfigInput, UpdateTemplateSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { repositoryKey, requireRepository } from '../repositories/record.ts';
import { templateArn } from '../templates/record.ts';
import { touched, unuse, use } from '../uses.ts';
import { asGiven } from './given.ts';
import { kindOf, requireTemplateSync, templateSyncItem, type TemplateSyncRecord, templateSyncView } from './record.ts';

/**
 * Syncs a template from elsewhere from now on.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateTemplateSyncConfig.html
 */
export async function updateTemplateSyncConfig(
  input: UpdateTemplateSyncConfigInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<UpdateTemplateSyncConfigOutput> {
  const place = { account, region };
  const found = await requireTemplateSync(store, place, input);
  const config: TemplateSyncRecord = { ...place, ...asGiven(input) };
  const repository = { name: config.repositoryName, provider: config.repositoryProvider };
  const linked = await requireRepository(store, place, repository);
  const before = { name: found.value.repositoryName, provider: found.value.repositoryProvider };
  const arn = templateArn(kindOf(input), place, config.templateName);
  const [had, has] = [repositoryKey(place, before), repositoryKey(place, repository)];
  const moved: Write[] = had.sort === has.sort ? [] : [unuse(had, arn), use(has, arn), touched(linked)];
  await store.write([{ put: templateSyncItem(config), expect: found.version }, ...moved]);
  return { templateSyncConfig: templateSyncView(config) };
}
