import type { SyncType } from '@aws-sdk/client-proton';
import type { Key } from '../../ports/store.ts';
import type { SourceBranch } from '../../ports/sources.ts';
import { partitionOf, type Place } from '../place.ts';

/** What came of a branch the last time it was read. Times are epoch milliseconds. */
export interface RepositorySyncRecord {
  status: 'SUCCEEDED' | 'FAILED';
  startedAt: number;
  events: { type: string; event: string; time: number; externalId?: string }[];
}

export const repositorySyncKey = (place: Place, { provider, name, branch }: SourceBranch, type: SyncType): Key => ({
  partition: partitionOf('repository-sync', place),
  sort: `${provider.toLowerCase()}:${name}#${branch}#${type}`,
});
