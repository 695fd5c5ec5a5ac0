import type { GetServiceSyncConfigInput, GetServiceSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireServiceSync, serviceSyncView } from './record.ts';

/**
 * From where a service is synced.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetServiceSyncConfig.html
 */
export async function getServiceSyncConfig(
  input: GetServiceSyncConfigInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetServiceSyncConfigOutput> {
  return { serviceSyncConfig: serviceSyncView((await requireServiceSync(store, caller, input)).value) };
}
