import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import type { Place } from '../place.ts';
import { touched } from '../uses.ts';
import { blocked, blockerId, isBlocked } from './blockers.ts';
import { getInstanceSync, instanceSyncItem, type InstanceSyncRecord, removal } from './instance-record.ts';
import { getServiceSync, serviceSyncItem } from './record.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'ids'>;

/** What somebody does to a service: `changed` instances are made or updated, `dropped` ones go. */
interface Change {
  operation: string;
  changed?: string[];
  dropped?: string[];
}

/**
 * The changes that keep a sync from overwriting what is done by hand: what is changed is not synced, and where an instance goes none of its service is,
 * until somebody resolves the blockers. The config is written along: who deletes it meanwhile must see what is new of its instances.
 */
export async function manualChange(
  { account, region, serviceName }: Place & { serviceName: string },
  { operation, changed = [], dropped = [] }: Change,
  ports: Needs,
): Promise<Write[]> {
  const of = { account, region, serviceName };
  const config = await getServiceSync(ports.store, of, of);
  if (!config) return [];
  const writes: Write[] = [];
  for (const instanceName of changed) writes.push(...(await blockInstance({ ...of, instanceName }, operation, ports)));
  for (const instanceName of dropped) {
    const gone = await getInstanceSync(ports.store, of, { serviceName, instanceName });
    if (gone) writes.push(removal(gone));
  }
  if (dropped.length === 0) return writes.length === 0 ? [] : [...writes, touched(config)];
  const reason = `${operation} deleted ${dropped.join(', ')}.`;
  const blocker = { id: blockerId(serviceName, ports.ids.uuid()), now: ports.clock.now(), reason };
  return [...writes, { put: serviceSyncItem(blocked(config.value, blocker)), expect: config.version }];
}

async function blockInstance(
  of: Pick<InstanceSyncRecord, 'account' | 'region' | 'serviceName' | 'instanceName'>,
  operation: string,
  { store, clock, ids }: Needs,
): Promise<Write[]> {
  const found = await getInstanceSync(store, of, of);
  if (found && isBlocked(found.value)) return [];
  const id = blockerId(of.serviceName, of.instanceName, ids.uuid());
  const reason = `${operation} changed ${of.instanceName}.`;
  const value: InstanceSyncRecord = blocked({ ...of, ...found?.value }, { id, now: clock.now(), reason });
  // What is deployed is not what Git says any more.
  delete value.entry;
  return [{ put: instanceSyncItem(value), expect: found?.version ?? 0 }];
}
