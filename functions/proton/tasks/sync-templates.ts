import { everyRecord } from '../../ports/every-record.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Sources } from '../../ports/sources.ts';
import type { Stored } from '../../ports/store.ts';
import { type RepositorySyncRecord, repositorySyncKey } from '../repository-syncs/record.ts';
import {
  branchOf,
  directoryOf,
  everyTemplateSync,
  templateSyncItem,
  type TemplateSyncRecord,
} from '../template-syncs/record.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'workflows' | 'log'> & { sources: Sources };

/**
 * Makes versions of what was pushed since the last look; nothing tells of a push to a folder of this machine, so it is looked for every minute. Safe at
 * any moment and again.
 */
export async function syncTemplates({ sources, ...ports }: Ports): Promise<void> {
  if (!sources) return;
  for await (const config of everyRecord<TemplateSyncRecord>(ports.store, {
    partition: everyTemplateSync,
    index: 'listing',
  }))
    await syncTemplate(config, { ...ports, sources }).catch((error: unknown) =>
      ports.log.error('a template could not be synced', { template: config.value.templateName, error }),
    );
}

async function syncTemplate({ value, version }: Stored<TemplateSyncRecord>, ports: Needs): Promise<void> {
  const sha = await ports.sources.head(branchOf(value));
  if (sha === undefined) return missed(value, ports);
  if (sha === value.sha) return;
  const { syncMajor } = await import('../template-syncs/sync-major.ts');
  const startedAt = ports.clock.now();
  const path = directoryOf(value);
  for (const { name, id } of await majorsIn(value, { sha, path }, ports.sources))
    await syncMajor(value, { name, id, major: Number(name.slice(1)), sha, directory: `${path}/${name}` }, ports);
  const event = (type: string, text: string) => ({ type, event: text, time: startedAt, externalId: sha });
  const events = [
    event('CLONE_STARTED', `Reading ${value.repositoryName}.`),
    event('CONFIG_UPDATED', `${value.branch} is at ${sha}.`),
    event('STARTING_SYNC', `Syncing ${path}.`),
  ];
  await keep(value, { status: 'SUCCEEDED', startedAt, events }, ports);
  await ports.store.write([{ put: templateSyncItem({ ...value, sha }), expect: version }]);
}

async function majorsIn(config: TemplateSyncRecord, at: { sha: string; path: string }, sources: Sources) {
  const folders = await sources.folders(branchOf(config), at);
  return folders
    .filter(({ name }) => /^v[1-9]\d{0,8}$/.test(name))
    .sort((one, other) => Number(one.name.slice(1)) - Number(other.name.slice(1)));
}

/** A branch that is not there is told once. */
async function missed(config: TemplateSyncRecord, ports: Needs): Promise<void> {
  const key = repositorySyncKey(config, branchOf(config), 'TEMPLATE_SYNC');
  const before = await ports.store.get<RepositorySyncRecord>(key);
  if (before?.value.status === 'FAILED') return;
  const time = ports.clock.now();
  const event = `The repository ${config.repositoryName} with the branch ${config.branch} cannot be found.`;
  await keep(config, { status: 'FAILED', startedAt: time, events: [{ type: 'CLONE_FAILED', event, time }] }, ports);
}

async function keep(config: TemplateSyncRecord, value: RepositorySyncRecord, { store }: Needs): Promise<void> {
  const key = repositorySyncKey(config, branchOf(config), 'TEMPLATE_SYNC');
  const before = await store.get<RepositorySyncRecord>(key);
  await store.write([{ put: { ...key, value }, expect: before?.version ?? 0 }]);
}
