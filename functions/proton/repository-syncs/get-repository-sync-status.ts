import type { GetRepositorySyncStatusInput, GetRepositorySyncStatusOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireRepository } from '../repositories/record.ts';
import { eventsView } from './attempt.ts';
import { type RepositorySyncRecord, repositorySyncKey } from './record.ts';

/**
 * What came of a branch of a repository the last time it was read for a sync.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetRepositorySyncStatus.html
 */
export async function getRepositorySyncStatus(
  {
    repositoryName = '',
    repositoryProvider = 'GITHUB',
    branch = '',
    syncType = 'TEMPLATE_SYNC',
  }: GetRepositorySyncStatusInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<GetRepositorySyncStatusOutput> {
  const place = { account, region };
  const of = { name: repositoryName, provider: repositoryProvider, branch };
  await requireRepository(store, place, of);
  const found = (await store.get<RepositorySyncRecord>(repositorySyncKey(place, of, syncType)))?.value;
  if (!found) return {};
  const { status, startedAt, events } = found;
  return { latestSync: { status, startedAt: new Date(startedAt), events: eventsView(events) } };
}
