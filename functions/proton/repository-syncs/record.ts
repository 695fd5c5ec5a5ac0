import type { SyncType } from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import type { SourceBranch } from '../../ports/sources.ts';
import type { Key } from '../../ports/store.ts';
import { partitionOf, type Place } from '../place.ts';
import type { EventRecord } from './attempt.ts';
import { branchOf, type SyncedBranch } from './config.ts';

/** What came of a branch the last time it was read. Times are epoch milliseconds. */
export interface RepositorySyncRecord {
  status: 'SUCCEEDED' | 'FAILED';
  startedAt: number;
  events: EventRecord[];
}

export const repositorySyncKey = (place: Place, { provider, name, branch }: SourceBranch, type: SyncType): Key => ({
  partition: partitionOf('repository-sync', place),
  sort: `${provider.toLowerCase()}:${name}#${branch}#${type}`,
});

type Needs = Pick<Ports, 'store' | 'clock'>;

/** Writes down that a branch was read at a commit, and what of it is synced. */
export async function keepRead(
  of: SyncedBranch,
  { type, sha, path }: { type: SyncType; sha: string; path: string },
  ports: Needs,
): Promise<void> {
  const time = ports.clock.now();
  const event = (name: string, text: string) => ({ type: name, event: text, time, externalId: sha });
  const events = [
    event('CLONE_STARTED', `Reading ${of.repositoryName}.`),
    event('CONFIG_UPDATED', `${of.branch} is at ${sha}.`),
    event('STARTING_SYNC', `Syncing ${path}.`),
  ];
  const before = await recordOf(of, type, ports);
  await keep(before, { status: 'SUCCEEDED', startedAt: time, events }, ports);
}

/** Writes down, once, why a branch cannot be synced. */
export async function keepMissed(
  of: SyncedBranch,
  { type, why }: { type: SyncType; why: string },
  ports: Needs,
): Promise<void> {
  const before = await recordOf(of, type, ports);
  if (before.value?.status === 'FAILED' && before.value.events[0]?.event === why) return;
  const time = ports.clock.now();
  const events = [{ type: 'CLONE_FAILED', event: why, time }];
  await keep(before, { status: 'FAILED', startedAt: time, events }, ports);
}

/** The record as it was read, or as it is before it is written first. */
async function recordOf(of: SyncedBranch, type: SyncType, { store }: Needs) {
  const key = repositorySyncKey(of, branchOf(of), type);
  return { ...key, version: 0, ...(await store.get<RepositorySyncRecord>(key)) };
}

async function keep(
  { partition, sort, version }: Awaited<ReturnType<typeof recordOf>>,
  value: RepositorySyncRecord,
  { store }: Needs,
): Promise<void> {
  await store.write([{ put: { partition, sort, value }, expect: version }]);
}
