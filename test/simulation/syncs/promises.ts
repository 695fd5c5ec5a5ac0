import type { DeploymentRecord } from '../../../functions/proton/deployments/record.ts';
import { type Blocker, isBlocked } from '../../../functions/proton/service-syncs/blockers.ts';
import type { InstanceSyncRecord } from '../../../functions/proton/service-syncs/instance-record.ts';
import type { ServiceSyncRecord } from '../../../functions/proton/service-syncs/record.ts';
import type { VersionRecord } from '../../../functions/proton/template-versions/record.ts';
import { deploymentsIn, resourcesIn, servicesIn } from '../deployments/records.ts';
import type { Records, Rule } from '../watch.ts';
import type { World } from '../world.ts';
import type { Repository } from './repository.ts';

const ofConfigs = /^proton#service-sync#/;
const ofTemplates = /^proton#template-sync#/;
const ofInstances = /^proton#service-instance-sync#/;
const ofVersions = /^proton#environment-template-version#\S+ version#/;

/** What is known of syncs, the specs that were deployed and the versions that were made are only remembered. */
export const syncRecords: Rule = {
  of: /^proton#(template-sync|service-sync|service-instance-sync|spec|environment-template-version)#/,
  faults: () => [],
};

const matching = <Value>(records: Records, of: RegExp): Value[] =>
  [...records].filter(([name]) => of.test(name)).map(([, record]) => record as Value);

const configOf = (records: Records) => matching<ServiceSyncRecord>(records, ofConfigs)[0];

/** All that blocks the service or an instance. */
export const blockersIn = (records: Records): Blocker[] =>
  [...matching<ServiceSyncRecord>(records, ofConfigs), ...matching<InstanceSyncRecord>(records, ofInstances)].flatMap(
    ({ blockers = [] }) => blockers,
  );

/** Which promises of syncs a world broke; `isSteady` is whether the service was synced from first to last. */
export function syncFaults({ records, acknowledged }: World, repository: Repository, isSteady: boolean): string[] {
  const active = new Set(blockersIn(records).map(({ id, status }) => (status === 'ACTIVE' ? id : '')));
  const again = acknowledged.filter(({ what, id }) => what === 'resolved' && active.has(id));
  return [
    ...again.map(({ id }) => `${id}: it was resolved, and is active`),
    ...(matching(records, ofTemplates).length > 0 ? versionFaults(records, repository) : []),
    ...waitFaults(records),
    ...staleFaults(records, repository),
    ...(isSteady ? repeatedFaults(records) : []),
  ];
}

/** What could not be deleted can only be deleted again. */
const isStuck = (records: Records, name: string): boolean =>
  resourcesIn(records).some(({ instanceName, status }) => instanceName === name && status === 'DELETE_FAILED');

/** Nothing waits for what is over; what is blocked may wait for somebody. */
function waitFaults(records: Records): string[] {
  const isServiceBlocked = isBlocked(configOf(records) ?? {});
  return matching<InstanceSyncRecord>(records, ofInstances).flatMap(({ instanceName, latest, blockers = [] }) => {
    const isHeldUp =
      latest?.status === 'INITIATED' && (isServiceBlocked || isBlocked({ blockers }) || isStuck(records, instanceName));
    const isWaiting = latest?.status === 'IN_PROGRESS' || latest?.status === 'INITIATED';
    return isWaiting && !isHeldUp ? [`${instanceName}: its sync stays ${latest.status}`] : [];
  });
}

/** What is in the template's folder is registered once, and the newest is the last. */
function versionFaults(records: Records, { head }: Repository): string[] {
  const folders = matching<VersionRecord>(records, ofVersions)
    .sort((one, other) => one.minor - other.minor)
    .flatMap(({ source }) => /folder-\d+/.exec(source.key)?.[0] ?? []);
  const twice = folders.filter((one, at) => folders.indexOf(one) !== at);
  const newest = `folder-${head().folder}`;
  return [
    ...twice.map((one) => `${one}: it was registered twice`),
    ...(folders.at(-1) === newest ? [] : [`${newest}: it is the newest, and ${folders.at(-1)} was registered last`]),
  ];
}

/** The size that an instance has in a deployment. */
function sizeIn({ goal, target }: Pick<DeploymentRecord, 'goal' | 'target'>, records: Records): string | undefined {
  const { text = '' } = (records.get(`proton#spec#${goal.specId} spec`) ?? {}) as { text?: string };
  return new RegExp(`name: ${target.instanceName},.*size: (\\d+)`).exec(text)?.[1];
}

/** Unless something blocks it, each instance is what the newest commit says. */
function staleFaults(records: Records, { head }: Repository): string[] {
  const config = configOf(records);
  if (!config || isBlocked(config) || servicesIn(records).length === 0) return [];
  const syncs = matching<InstanceSyncRecord>(records, ofInstances);
  return Object.entries(head().sizes).flatMap(([name, wanted]) => {
    const known = syncs.find(({ instanceName }) => instanceName === name);
    if (known && (isBlocked(known) || known.latest?.status === 'FAILED' || isStuck(records, name))) return [];
    const one = resourcesIn(records).find(({ instanceName }) => instanceName === name);
    const target = { instanceName: name } as DeploymentRecord['target'];
    const size = one && sizeIn({ goal: one.current, target }, records);
    return size === String(wanted) ? [] : [`${name}: the newest commit has size ${wanted}, and it has ${size}`];
  });
}

/** What one commit says is deployed once, where nobody came between. */
function repeatedFaults(records: Records): string[] {
  const blocked = new Set(blockersIn(records).map(({ id }) => id.split('/')[1]));
  const made = new Map<string, string>();
  return deploymentsIn(records)
    .filter(({ target, action }) => target.type === 'SERVICE_INSTANCE' && action !== 'delete')
    .filter(({ target }) => !blocked.has(target.instanceName))
    .flatMap((deployment) => {
      const { target, goal, id } = deployment;
      const of = `${target.instanceName} ${target.id} of size ${sizeIn(deployment, records)}`;
      const before = made.get(of);
      made.set(of, goal.specId);
      return before === undefined || before === goal.specId ? [] : [`${of}: it was deployed again, by ${id}`];
    });
}
