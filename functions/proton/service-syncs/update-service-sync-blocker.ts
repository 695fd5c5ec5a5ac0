import type { UpdateServiceSyncBlockerInput, UpdateServiceSyncBlockerOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { conflict, invalid, resourceNotFound } from '../errors.ts';
import { serviceArn } from '../services/record.ts';
import { type Blocker, blockerView, namesIn } from './blockers.ts';
import { getInstanceSync, instanceSyncItem } from './instance-record.ts';
import { getServiceSync, serviceSyncItem } from './record.ts';

const longestReason = 5000;

/**
 * Resolves a blocker: what it blocked is brought to what Git says at the next look, whatever was done by hand.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateServiceSyncBlocker.html
 */
export async function updateServiceSyncBlocker(
  { id = '', resolvedReason = '' }: UpdateServiceSyncBlockerInput,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  caller: Caller,
): Promise<UpdateServiceSyncBlockerOutput> {
  if (id === '') throw invalid('id must name a service sync blocker.');
  if (resolvedReason.length > longestReason)
    throw invalid(`resolvedReason has ${resolvedReason.length} characters, at most ${longestReason} are kept.`);
  const { serviceName, instanceName } = namesIn(id);
  const config = await getServiceSync(store, caller, { serviceName });
  const instance =
    instanceName === undefined ? undefined : await getInstanceSync(store, caller, { serviceName, instanceName });
  const { blockers = [] } = (instanceName === undefined ? config : instance)?.value ?? {};
  const before = blockers.find((one) => one.id === id);
  if (!config || !before) throw resourceNotFound('service sync blocker', `${serviceArn(caller, serviceName)} ${id}`);
  const resolved = solved(before, resolvedReason, clock.now());
  const answer = { serviceName, serviceSyncBlocker: blockerView(resolved) };
  const named = instanceName === undefined ? answer : { ...answer, serviceInstanceName: instanceName };
  if (before.status === 'RESOLVED') return named;
  const after = blockers.map((one) => (one.id === id ? resolved : one));
  const ofService = instance ? config.value : { ...config.value, blockers: after };
  const writes: Write[] = [{ put: serviceSyncItem({ ...ofService, isDone: false }), expect: config.version }];
  if (instance)
    writes.push({ put: instanceSyncItem({ ...instance.value, blockers: after }), expect: instance.version });
  await store.write(writes);
  return named;
}

/** Resolved once, for one reason. */
function solved(blocker: Blocker, resolvedReason: string, now: number): Blocker {
  if (blocker.status === 'ACTIVE') return { ...blocker, status: 'RESOLVED', resolvedAt: now, resolvedReason };
  if (blocker.resolvedReason === resolvedReason) return blocker;
  throw conflict(`The service sync blocker ${blocker.id} is resolved already: ${blocker.resolvedReason}`);
}
