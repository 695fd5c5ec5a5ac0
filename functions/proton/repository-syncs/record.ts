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
  await keep(of, { status: 'SUCCEEDED', startedAt: time, events }, { ...ports, type });
}

/** Writes down, once, why a branch cannot be synced. */
export async function keepMissed(
  of: SyncedBranch,
  { type, why }: { type: SyncType; why: string },
  ports: Needs,
): Promise<void> {
  const before = await ports.store.get<RepositorySyncRecord>(repositorySyncKey(of, branchOf(of), type));
  if (before?.value.status === 'FAILED' && before.value.events[0]?.event === why) return;
  const time = ports.clock.now();
  const events = [{ type: 'CLONE_FAILED', event: why, time }];
  await keep(of, { status: 'FAILED', startedAt: time, events }, { ...ports, type });
}

async function keep(
  of: SyncedBranch,
  value: RepositorySyncRecord,
  { store, type }: Needs & { type: SyncType },
): Promise<void> {
  const key = repositorySyncKey(of, branchOf(of), type);
  const before = await store.get<RepositorySyncRecord>(key);
  await store.write([{ put: { ...key, value }, expect: before?.version ?? 0 }]);
}
