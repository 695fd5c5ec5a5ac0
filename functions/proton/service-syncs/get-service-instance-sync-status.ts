import type { GetServiceInstanceSyncStatusInput, GetServiceInstanceSyncStatusOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { attemptView } from '../repository-syncs/attempt.ts';
import { requireInstance } from '../service-instances/record.ts';
import { desiredRevision } from './desired-revision.ts';
import { getInstanceSync } from './instance-record.ts';
import { requireServiceSync } from './record.ts';

/**
 * What came of an instance that is synced: of the last attempt, of the last that was good, and where it should be.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetServiceInstanceSyncStatus.html
 */
export async function getServiceInstanceSyncStatus(
  { serviceName = '', serviceInstanceName = '' }: GetServiceInstanceSyncStatusInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetServiceInstanceSyncStatusOutput> {
  const config = (await requireServiceSync(store, caller, { serviceName })).value;
  const named = { serviceName, instanceName: serviceInstanceName };
  const sync = (await getInstanceSync(store, caller, named))?.value;
  const desiredState = desiredRevision(config, serviceInstanceName);
  if (!sync && !desiredState) await requireInstance(store, caller, { service: serviceName, name: serviceInstanceName });
  return {
    latestSync: attemptView(sync?.latest),
    latestSuccessfulSync: attemptView(sync?.latestSuccessful),
    desiredState,
  };
}
