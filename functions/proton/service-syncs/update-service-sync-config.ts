import type { UpdateServiceSyncConfigInput, UpdateServiceSyncConfigOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { checkReadable, moveWrites } from '../repository-syncs/config.ts';
import { serviceArn } from '../services/record.ts';
import { givenServiceSync, requireServiceSync, serviceSyncItem, serviceSyncView } from './record.ts';

/**
 * Syncs a service from elsewhere from now on; what blocks it does so still.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateServiceSyncConfig.html
 */
export async function updateServiceSyncConfig(
  input: UpdateServiceSyncConfigInput,
  { store, sources }: Pick<Ports, 'store' | 'sources'>,
  caller: Caller,
): Promise<UpdateServiceSyncConfigOutput> {
  const found = await requireServiceSync(store, caller, input);
  const { blockers } = found.value;
  const config = { ...givenServiceSync(caller, input), ...(blockers && { blockers }) };
  checkReadable(sources, config);
  const moved = await moveWrites(store, [found.value, config], serviceArn(config, config.serviceName));
  await store.write([{ put: serviceSyncItem(config), expect: found.version }, ...moved]);
  return { serviceSyncConfig: serviceSyncView(config) };
}
