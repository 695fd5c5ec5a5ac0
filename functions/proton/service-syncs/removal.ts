import type { Store, Stored, Write } from '../../ports/store.ts';
import { unlinkWrites } from '../repository-syncs/config.ts';
import { serviceArn } from '../services/record.ts';
import { instanceSyncsOf, removal } from './instance-record.ts';
import { serviceSyncKey, type ServiceSyncRecord } from './record.ts';

/** The changes that end the sync of a service, with all that is known of its instances. */
export async function syncRemoval({ value, version }: Stored<ServiceSyncRecord>, store: Store): Promise<Write[]> {
  const instances = await instanceSyncsOf(store, value, value.serviceName);
  return [
    { remove: serviceSyncKey(value, value), expect: version },
    ...unlinkWrites(value, serviceArn(value, value.serviceName)),
    ...instances.map(removal),
  ];
}
