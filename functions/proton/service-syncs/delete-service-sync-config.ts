import type { DeleteServiceSyncConfigInput, DeleteServiceSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { syncRemoval } from './removal.ts';
import { getServiceSync, serviceSyncView } from './record.ts';

/**
 * Ends the sync of a service, whose instances stay; where there is none it is as good.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteServiceSyncConfig.html
 */
export async function deleteServiceSyncConfig(
  input: DeleteServiceSyncConfigInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<DeleteServiceSyncConfigOutput> {
  const found = await getServiceSync(store, caller, input);
  if (!found) return {};
  await store.write(await syncRemoval(found, store));
  return { serviceSyncConfig: serviceSyncView(found.value) };
}
