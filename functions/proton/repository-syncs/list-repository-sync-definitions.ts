import type {
  ListRepositorySyncDefinitionsInput,
  ListRepositorySyncDefinitionsOutput,
  RepositorySyncDefinition,
} from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import { allRecords } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { folderOf } from '../service-syncs/desired-revision.ts';
import { serviceSyncKey, type ServiceSyncRecord } from '../service-syncs/record.ts';
import { directoryOf, templateSyncKey, type TemplateSyncRecord } from '../template-syncs/record.ts';
import type { SyncedBranch } from './config.ts';

/**
 * What is synced from a repository: each template with its folder, each service with that of its ops file and its instances with those of their specs.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListRepositorySyncDefinitions.html
 */
export async function listRepositorySyncDefinitions(
  { repositoryName, repositoryProvider, syncType }: ListRepositorySyncDefinitionsInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListRepositorySyncDefinitionsOutput> {
  const own = async <Config extends SyncedBranch>(partition: string): Promise<Config[]> =>
    (await allRecords<Config>(store, { partition }))
      .map(({ value }) => value)
      .filter((one) => one.repositoryName === repositoryName && one.repositoryProvider === repositoryProvider);
  const definitions =
    syncType === 'SERVICE_SYNC'
      ? (await own<ServiceSyncRecord>(serviceSyncKey(caller, {}).partition)).flatMap(ofService)
      : (await own<TemplateSyncRecord>(templateSyncKey(caller, {}).partition)).map(ofTemplate);
  return { syncDefinitions: definitions };
}

const ofTemplate = (one: TemplateSyncRecord): RepositorySyncDefinition => ({
  target: one.templateName,
  parent: one.templateName,
  branch: one.branch,
  directory: directoryOf(one),
});

const ofService = ({
  serviceName,
  branch,
  filePath,
  instances = [],
}: ServiceSyncRecord): RepositorySyncDefinition[] => [
  { target: serviceName, parent: serviceName, branch, directory: folderOf(filePath) },
  ...instances.map((one) => ({
    target: one.name,
    parent: serviceName,
    branch: one.branch,
    directory: folderOf(one.spec),
  })),
];
