import type { GetServiceSyncBlockerSummaryInput, GetServiceSyncBlockerSummaryOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireInstance } from '../service-instances/record.ts';
import { blockerView } from './blockers.ts';
import { getInstanceSync } from './instance-record.ts';
import { requireServiceSync } from './record.ts';

/**
 * The latest blockers of one instance or, where none is named, those of the service, which block all of its instances.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ServiceSyncBlockerSummary.html
 */
export async function getServiceSyncBlockerSummary(
  { serviceName = '', serviceInstanceName }: GetServiceSyncBlockerSummaryInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetServiceSyncBlockerSummaryOutput> {
  const config = (await requireServiceSync(store, caller, { serviceName })).value;
  if (serviceInstanceName === undefined)
    return { serviceSyncBlockerSummary: { serviceName, latestBlockers: (config.blockers ?? []).map(blockerView) } };
  const sync = (await getInstanceSync(store, caller, { serviceName, instanceName: serviceInstanceName }))?.value;
  if (!sync) await requireInstance(store, caller, { service: serviceName, name: serviceInstanceName });
  const latestBlockers = (sync?.blockers ?? []).map(blockerView);
  return { serviceSyncBlockerSummary: { serviceName, serviceInstanceName, latestBlockers } };
}
