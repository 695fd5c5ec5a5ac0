import type { UpdateTemplateSyncConfigInput, UpdateTemplateSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { checkReadable, moveWrites } from '../repository-syncs/config.ts';
import {
  givenTemplateSync,
  requireTemplateSync,
  syncedTemplateArn,
  templateSyncItem,
  templateSyncView,
} from './record.ts';

/**
 * Syncs a template from elsewhere from now on.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateTemplateSyncConfig.html
 */
export async function updateTemplateSyncConfig(
  input: UpdateTemplateSyncConfigInput,
  { store, sources }: Pick<Ports, 'store' | 'sources'>,
  caller: Caller,
): Promise<UpdateTemplateSyncConfigOutput> {
  const found = await requireTemplateSync(store, caller, input);
  const config = givenTemplateSync(caller, input);
  checkReadable(sources, config);
  const moved = await moveWrites(store, [found.value, config], syncedTemplateArn(config, config));
  await store.write([{ put: templateSyncItem(config), expect: found.version }, ...moved]);
  return { templateSyncConfig: templateSyncView(config) };
}
