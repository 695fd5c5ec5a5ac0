import { isDeepStrictEqual } from 'node:util';
import { RepositoryRefused } from '../../ports/repository-refused.ts';
import type { Stored } from '../../ports/store.ts';
import { branchOf, pathInside } from '../repository-syncs/config.ts';
import { keepMissed, keepRead } from '../repository-syncs/record.ts';
import { stillTaken, taken } from '../repository-syncs/taken.ts';
import type { Syncing } from '../tasks/sync-repositories.ts';
import { isBlocked } from './blockers.ts';
import { branchOfInstance } from './desired-revision.ts';
import { instanceSyncsOf, removal } from './instance-record.ts';
import { type OpsInstance, opsInstances } from './ops-file.ts';
import { serviceSyncItem, type ServiceSyncRecord } from './record.ts';
import { syncInstance } from './sync-instance.ts';

const type = 'SERVICE_SYNC';

/** Makes and updates the instances of a service as its ops file and their specs say, in its order. Safe at any moment and again. */
export async function syncService(read: Stored<ServiceSyncRecord>, ports: Syncing): Promise<void> {
  const { value: config } = read;
  if (isBlocked(config)) return;
  const before = await headsOf(config, config.instances ?? [], ports);
  if (config.isDone && isDeepStrictEqual(before, config.heads)) return;
  const sha = before[config.branch];
  if (sha === undefined) return keepMissed(config, { type, why: missing(config) }, ports);
  // Who looks at an older commit, and is slow, finds it taken and deploys nothing more.
  const look = await taken(read, ports.store);
  const after = await synced(look, sha, ports);
  if (before[config.branch] !== config.heads?.[config.branch] && !after.isRefused)
    await keepRead(config, { type, sha, path: config.filePath }, ports);
  const { instances, isDone } = after;
  const value = { ...config, instances, isDone, heads: await headsOf(config, instances, ports) };
  if (!isDeepStrictEqual(value, config))
    await ports.store.write([{ put: serviceSyncItem(value), expect: look.version }]);
}

interface Seen {
  instances: OpsInstance[];
  /** Whether nothing is left that must be looked at again. */
  isDone: boolean;
  isRefused?: boolean;
}

async function synced(look: Stored<ServiceSyncRecord>, sha: string, ports: Syncing): Promise<Seen> {
  const config = look.value;
  const instances = await opsOf(config, sha, ports);
  if (typeof instances === 'string') {
    await keepMissed(config, { type, why: instances }, ports);
    return { instances: config.instances ?? [], isDone: true, isRefused: true };
  }
  const heads = await headsOf(config, instances, ports);
  let isDone = true;
  for (const instance of instances) {
    const at = heads[instance.branch];
    const of = branchOfInstance(config, instance);
    if (at === undefined) await keepMissed(of, { type, why: missing(of) }, ports);
    else isDone = (await syncInstance({ look, instance, sha: at }, ports)) && isDone;
  }
  await forgetOthers(look, instances, ports);
  return { instances, isDone };
}

/** What the ops file says, or why it says nothing. */
async function opsOf(config: ServiceSyncRecord, sha: string, { sources }: Syncing): Promise<OpsInstance[] | string> {
  const path = pathInside(config.filePath, 'filePath');
  try {
    const text = await sources.file(branchOf(config), { sha, path });
    if (text === undefined) return `${path} is missing from the branch ${config.branch}.`;
    return opsInstances(text, config.serviceName, path);
  } catch (error) {
    if (!(error instanceof RepositoryRefused)) throw error;
    return error.message;
  }
}

/** The commits that the branches of the ops file and of its instances are at. */
async function headsOf(
  config: ServiceSyncRecord,
  instances: OpsInstance[],
  { sources }: Syncing,
): Promise<Record<string, string>> {
  const heads: [string, string][] = [];
  for (const branch of new Set([config.branch, ...instances.map((one) => one.branch)])) {
    const sha = await sources.head(branchOf(branchOfInstance(config, { branch })));
    if (sha !== undefined) heads.push([branch, sha]);
  }
  return Object.fromEntries(heads);
}

const missing = ({ repositoryName, branch }: ServiceSyncRecord): string =>
  `The repository ${repositoryName} with the branch ${branch} cannot be found.`;

/** What the ops file names no more is not known of any longer, but that somebody changed it by hand. */
async function forgetOthers(
  look: Stored<ServiceSyncRecord>,
  instances: OpsInstance[],
  { store }: Syncing,
): Promise<void> {
  const config = look.value;
  const named = new Set(instances.map(({ name }) => name));
  for (const one of await instanceSyncsOf(store, config, config.serviceName))
    if (!named.has(one.value.instanceName) && !isBlocked(one.value) && one.value.latest?.status !== 'IN_PROGRESS')
      await store.write([removal(one), stillTaken(look)]);
}
