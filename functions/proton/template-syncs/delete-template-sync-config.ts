import type { DeleteTemplateSyncConfigInput, DeleteTemplateSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { unlinkWrites } from '../repository-syncs/config.ts';
import { getTemplateSync, syncedTemplateArn, templateSyncKey, templateSyncView } from './record.ts';

/**
 * Ends the sync of a template, whose versions stay; where there is none it is as good.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteTemplateSyncConfig.html
 */
export async function deleteTemplateSyncConfig(
  input: DeleteTemplateSyncConfigInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<DeleteTemplateSyncConfigOutput> {
  const place = { account, region };
  const found = await getTemplateSync(store, place, input);
  if (!found) return {};
  await store.write([
    { remove: templateSyncKey(place, input), expect: found.version },
    ...unlinkWrites(found.value, syncedTemplateArn(place, input)),
  ]);
  return { templateSyncConfig: templateSyncView(found.value) };
}
