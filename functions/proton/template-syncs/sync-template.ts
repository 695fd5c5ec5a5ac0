import type { Sources } from '../../ports/sources.ts';
import type { Stored } from '../../ports/store.ts';
import { branchOf } from '../repository-syncs/config.ts';
import { keepMissed, keepRead } from '../repository-syncs/record.ts';
import { taken } from '../repository-syncs/taken.ts';
import type { Syncing } from '../tasks/sync-repositories.ts';
import { directoryOf, templateSyncItem, type TemplateSyncRecord } from './record.ts';
import { syncMajor } from './sync-major.ts';

const type = 'TEMPLATE_SYNC';

/** Makes versions of what was pushed since the last look. Safe at any moment and again. */
export async function syncTemplate(read: Stored<TemplateSyncRecord>, ports: Syncing): Promise<void> {
  const { value } = read;
  const { repositoryName, branch } = value;
  const sha = await ports.sources.head(branchOf(value));
  const why = `The repository ${repositoryName} with the branch ${branch} cannot be found.`;
  if (sha === undefined) return keepMissed(value, { type, why }, ports);
  if (sha === value.sha) return;
  const path = directoryOf(value);
  // Who looks at an older commit, and is slow, finds it taken and does nothing more.
  const config = await taken(read, ports.store);
  for (const { name, id } of await majorsIn(value, { sha, path }, ports.sources))
    await syncMajor(config, { name, id, major: Number(name.slice(1)), sha, directory: `${path}/${name}` }, ports);
  await keepRead(value, { type, sha, path }, ports);
  await ports.store.write([{ put: templateSyncItem({ ...value, sha }), expect: config.version }]);
}

async function majorsIn(config: TemplateSyncRecord, at: { sha: string; path: string }, sources: Sources) {
  const folders = await sources.folders(branchOf(config), at);
  return folders
    .filter(({ name }) => /^v[1-9]\d{0,8}$/.test(name))
    .sort((one, other) => Number(one.name.slice(1)) - Number(other.name.slice(1)));
}
