import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import { RepositoryRefused, RepositoryUnreachable } from '../../ports/repository-refused.ts';
import type { Sources } from '../../ports/sources.ts';
import { type Stored, WriteConflict } from '../../ports/store.ts';
import { everySync } from '../repository-syncs/config.ts';
import { keepMissed } from '../repository-syncs/record.ts';
import type { ServiceSyncRecord } from '../service-syncs/record.ts';
import type { TemplateSyncRecord } from '../template-syncs/record.ts';

/** What a sync works with. */
export type Syncing = Ports & { sources: Sources };

/**
 * Brings templates and services up to what was pushed since the last look: Git tells nobody of a push, so it is looked for. Safe at any moment and
 * again.
 */
export async function syncRepositories(ports: Ports): Promise<void> {
  const { store, log } = ports;
  if (!ports.sources) return;
  const syncing = { ...ports, sources: remembering(ports.sources) };
  const configs = { partition: everySync, index: 'listing' } as const;
  for await (const config of everyRecord<TemplateSyncRecord | ServiceSyncRecord>(store, configs))
    await synced(config, syncing).catch((error: unknown) => {
      // Who changed it meanwhile is heard at the next look.
      if (error instanceof WriteConflict) return;
      const { repositoryName, branch } = config.value;
      const level = error instanceof RepositoryUnreachable ? 'warn' : 'error';
      log[level]('a repository could not be synced', { repositoryName, branch, error });
    });
}

async function synced(config: Stored<TemplateSyncRecord | ServiceSyncRecord>, ports: Syncing): Promise<void> {
  try {
    if (isOfService(config)) await (await import('../service-syncs/sync-service.ts')).syncService(config, ports);
    else if (isOfTemplate(config))
      await (await import('../template-syncs/sync-template.ts')).syncTemplate(config, ports);
  } catch (error) {
    if (!(error instanceof RepositoryRefused)) throw error;
    const type = isOfService(config) ? 'SERVICE_SYNC' : 'TEMPLATE_SYNC';
    await keepMissed(config.value, { type, why: error.message }, ports);
  }
}

const isOfService = (config: Stored<object>): config is Stored<ServiceSyncRecord> => 'serviceName' in config.value;
const isOfTemplate = (config: Stored<object>): config is Stored<TemplateSyncRecord> => 'templateName' in config.value;

/** Each branch and file is asked for once, however much is synced from it. */
function remembering(sources: Sources): Sources {
  const answers = new Map<string, Promise<string | undefined>>();
  const once = (asked: unknown[], ask: () => Promise<string | undefined>) => {
    const key = JSON.stringify(asked);
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  };
  return {
    ...sources,
    head: ({ provider, name, branch }) =>
      once([provider, name, branch], () => sources.head({ provider, name, branch })),
    file: ({ provider, name, branch }, { sha, path }) =>
      once([provider, name, sha, path], () => sources.file({ provider, name, branch }, { sha, path })),
  };
}
