import type { GetTemplateSyncConfigInput, GetTemplateSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireTemplateSync, templateSyncView } from './record.ts';

/**
 * From where a template is synced.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetTemplateSyncConfig.html
 */
export async function getTemplateSyncConfig(
  input: GetTemplateSyncConfigInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetTemplateSyncConfigOutput> {
  return { templateSyncConfig: templateSyncView((await requireTemplateSync(store, caller, input)).value) };
}
