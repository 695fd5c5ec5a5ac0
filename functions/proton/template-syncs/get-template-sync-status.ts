import type { GetTemplateSyncStatusInput, GetTemplateSyncStatusOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import {
  attemptView,
  directoryOf,
  type MajorSyncRecord,
  majorSyncKey,
  requireTemplateSync,
  revisionOf,
} from './record.ts';

/**
 * What came of a major of a template that is synced: of the last attempt, and of the last that was good.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetTemplateSyncStatus.html
 */
export async function getTemplateSyncStatus(
  { templateVersion = '', ...of }: GetTemplateSyncStatusInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetTemplateSyncStatusOutput> {
  const config = (await requireTemplateSync(store, caller, of)).value;
  const major = (await store.get<MajorSyncRecord>(majorSyncKey(config, config, templateVersion)))?.value;
  const { latest, latestSuccessful } = major ?? {};
  return {
    latestSync: latest && attemptView(config, latest),
    latestSuccessfulSync: latestSuccessful && attemptView(config, latestSuccessful),
    desiredState:
      config.sha === undefined
        ? undefined
        : revisionOf(config, config.sha, `${directoryOf(config)}/v${templateVersion}`),
  };
}
