import type { GetTemplateSyncStatusInput, GetTemplateSyncStatusOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { attemptView } from '../repository-syncs/attempt.ts';
import { revisionOf } from '../repository-syncs/config.ts';
import { directoryOf, type MajorSyncRecord, majorSyncKey, requireTemplateSync } from './record.ts';

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
  const { sha } = config;
  return {
    latestSync: attemptView(major?.latest),
    latestSuccessfulSync: attemptView(major?.latestSuccessful),
    desiredState: sha === undefined ? undefined : revisionOf(config, sha, `${directoryOf(config)}/v${templateVersion}`),
  };
}
