import type { ListRepositorySyncDefinitionsInput, ListRepositorySyncDefinitionsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { allRecords } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { directoryOf, templateSyncKey, type TemplateSyncRecord } from '../template-syncs/record.ts';

/**
 * What is synced from a repository: each template with its folder.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListRepositorySyncDefinitions.html
 */
export async function listRepositorySyncDefinitions(
  { repositoryName, repositoryProvider, syncType }: ListRepositorySyncDefinitionsInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListRepositorySyncDefinitionsOutput> {
  if (syncType !== 'TEMPLATE_SYNC') return { syncDefinitions: [] };
  const { partition } = templateSyncKey({ account, region }, {});
  const configs = await allRecords<TemplateSyncRecord>(store, { partition });
  const own = configs.filter(
    ({ value }) => value.repositoryName === repositoryName && value.repositoryProvider === repositoryProvider,
  );
  return {
    syncDefinitions: own.map(({ value }) => ({
      target: value.templateName,
      parent: value.templateName,
      branch: value.branch,
      directory: directoryOf(value),
    })),
  };
}
