import { ApiError } from '../../api/error.ts';
import { requestHash } from '../../api/request-hash.ts';
import { RepositoryRefused } from '../../ports/repository-refused.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { instanceKey } from '../deployments/names.ts';
import { invalid } from '../errors.ts';
import type { AttemptRecord } from '../repository-syncs/attempt.ts';
import { branchOf, pathInside, revisionOf } from '../repository-syncs/config.ts';
import { addInstance } from '../service-instances/add-instance.ts';
import { deployInstance } from '../service-instances/deploy-instance.ts';
import type { InstanceRecord } from '../service-instances/record.ts';
import { instanceNamed, readServiceSpec } from '../specs/spec.ts';
import type { Syncing } from '../tasks/sync-repositories.ts';
import { touched } from '../uses.ts';
import { plain } from '../yaml.ts';
import { isBlocked } from './blockers.ts';
import { branchOfInstance, folderOf } from './desired-revision.ts';
import { getInstanceSync, instanceSyncItem, type InstanceSyncRecord } from './instance-record.ts';
import type { OpsInstance } from './ops-file.ts';
import { getServiceSync, type ServiceSyncRecord } from './record.ts';

/** As for specs that come by the API. */
const longestSpec = 51_200;

/** An instance of a service that is synced, and the commit that its branch is at. */
interface SyncedInstance {
  /** The config as this look took it; each write of what is seen counts its version on. */
  look: Stored<ServiceSyncRecord>;
  instance: OpsInstance;
  sha: string;
}

/**
 * Begins to deploy what the spec of a commit says of an instance, unless that is what was deployed last. What is wrong with it is on record. Tells
 * whether it is seen to; what must wait for something that goes on is not, nor is anything by a look whose config another took.
 */
export const syncInstance = (of: SyncedInstance, ports: Syncing): Promise<boolean> =>
  untilWritten(() => turn(of, ports));

async function turn(of: SyncedInstance, ports: Syncing): Promise<boolean> {
  const { look } = of;
  const { account, region, serviceName } = look.value;
  if ((await getServiceSync(ports.store, look.value, look.value))?.version !== look.version) return false;
  const names = { account, region, serviceName, instanceName: of.instance.name };
  const before = await getInstanceSync(ports.store, names, names);
  const known: InstanceSyncRecord = before?.value ?? names;
  if (isBlocked(known)) return true;
  // How that ends is told first.
  if (known.latest?.status === 'IN_PROGRESS') return false;
  const attempt = (status: AttemptRecord['status'], event: string): AttemptRecord =>
    attemptAt(of, { status, event }, { latest: known.latest, time: ports.clock.now() });
  const put = (value: InstanceSyncRecord): Write[] => [
    { put: instanceSyncItem(value), expect: before?.version ?? 0 },
    // Written and not only looked at: who deletes the config meanwhile must see what is new of its instances.
    touched(look),
  ];
  const written = (): void => void (look.version += 1);
  try {
    const text = await specOf(of, ports);
    const entry = entryIn(text, of.instance.name);
    if (known.entry !== entry) {
      const latest = attempt('IN_PROGRESS', 'The instance is being deployed.');
      await deploy(of, text, { ...ports, together: put({ ...known, latest, entry }) });
      written();
    } else if (known.latest?.status === 'FAILED' || known.latest?.status === 'INITIATED') {
      const latest = attempt('SUCCEEDED', 'The instance is as the spec has it.');
      await ports.store.write(put({ ...known, latest, latestSuccessful: latest }));
      written();
    }
    return true;
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof RepositoryRefused)) throw error;
    const isLater = error instanceof ApiError && error.code === 'ConflictException';
    const latest = attempt(isLater ? 'INITIATED' : 'FAILED', error.message);
    if (!isTold(known.latest, latest)) {
      await ports.store.write(put({ ...known, latest }));
      written();
    }
    return !isLater;
  }
}

async function specOf({ look, instance, sha }: SyncedInstance, { sources }: Syncing): Promise<string> {
  const path = pathInside(instance.spec, 'spec');
  const text = await sources.file(branchOf(branchOfInstance(look.value, instance)), { sha, path });
  if (text === undefined) throw new RepositoryRefused(`${path} is missing from the branch ${instance.branch}.`);
  if (text.length > longestSpec)
    throw new RepositoryRefused(`${path} has ${text.length} characters, a spec at most ${longestSpec}.`);
  return text;
}

/** Of the spec only its own entry is deployed, so that alone makes a difference. */
function entryIn(text: string, name: string): string {
  const own = instanceNamed(readServiceSpec(text), name);
  if (!own) throw invalid(`The spec is not valid: instances has no instance named ${name}.`);
  return requestHash({ ...own, inputs: plain(own.inputs) });
}

function attemptAt(
  { look, instance, sha }: SyncedInstance,
  { status, event }: { status: AttemptRecord['status']; event: string },
  { latest, time }: { latest: AttemptRecord | undefined; time: number },
): AttemptRecord {
  const targetRevision = revisionOf(branchOfInstance(look.value, instance), sha, folderOf(instance.spec));
  return {
    status,
    startedAt: time,
    events: [{ type: `SYNC_${status}`, event, time, externalId: sha }],
    target: instance.name,
    initialRevision: latest?.targetRevision ?? targetRevision,
    targetRevision,
  };
}

/** Whether an attempt that comes to nothing is on record as it is. */
const isTold = (before: AttemptRecord | undefined, now: AttemptRecord): boolean =>
  before?.status === now.status &&
  before.targetRevision.sha === now.targetRevision.sha &&
  before.events[0]?.event === now.events[0]?.event;

async function deploy(
  { look: { value: config }, instance }: SyncedInstance,
  spec: string,
  ports: Syncing & { together: Write[] },
): Promise<void> {
  const { account, region, serviceName } = config;
  const { name } = instance;
  const found = await ports.store.get<InstanceRecord>(instanceKey(config, serviceName, name));
  if (found) await deployInstance(found, { deploymentType: 'CURRENT_VERSION', spec }, ports);
  else await addInstance({ serviceName, name, spec }, { ...ports, place: { account, region } });
}
