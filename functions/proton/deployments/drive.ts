import type { Progress, Provisioned, Provisioning } from '../../ports/provisioner.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored } from '../../ports/store.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { contextOf } from '../rendering/context.ts';
import { keepRendered, keptRendered } from '../rendering/kept.ts';
import { render, RenderFailure, type Rendered } from '../rendering/render.ts';
import { basisOf } from './basis.ts';
import { toldEnd, withOutputsTold } from './notice.ts';
import { type Deployable, deploymentItem, type DeploymentRecord, getDeployment } from './record.ts';
import { tellService } from '../services/tell.ts';
import { settle } from './settle.ts';
import { watchWrites } from './watch.ts';
import { workOf } from './work.ts';

/** Where a turn of the machine leads: to wait for so many seconds at most, or to an end. */
export type Driven =
  { status: 'Provisioning'; timeoutSeconds: number } | { status: 'Succeeded' | 'Failed' | 'Cancelled' };

/** A pull request that was merged waits for somebody's word; no machine waits for longer, in seconds. */
const aYear = 31_536_000;
/** How long work that is looked at, or its cancellation, may take, in milliseconds. */
const longest = 86_400_000;
/** How long a deletion waits for the end of what it follows before it looks, in seconds. */
const aMinute = 60;

/** One turn of a deployment: renders and begins the work, or looks how it stands. Safe to repeat at any moment. */
export const drive = (deploymentId: string, ports: Ports): Promise<Driven> =>
  // What somebody tells meanwhile makes the write fail: the next turn hears it.
  untilWritten(async () => {
    const deployment = await getDeployment(ports.store, deploymentId);
    return deployment ? turn(deployment, ports) : { status: 'Failed' };
  });

async function turn(deployment: Stored<DeploymentRecord>, ports: Ports): Promise<Driven> {
  const { completedAt, follows, target } = deployment.value;
  if (completedAt !== undefined) return endedBefore(deployment.value, ports);
  const first = follows === undefined ? undefined : await drive(follows, ports);
  if (first?.status === 'Provisioning') return { ...first, timeoutSeconds: Math.min(first.timeoutSeconds, aMinute) };
  const resource = await ports.store.get<Deployable>({ partition: target.partition, sort: target.sort });
  if (resource?.value.id !== target.id) return { status: 'Failed' };
  return work(await begun(deployment, ports.store), { resource: resource.value, before: deployment.value }, ports);
}

/** Writes down that the work may be given away from now on: a cancel that comes meanwhile must find what was begun. */
async function begun(deployment: Stored<DeploymentRecord>, store: Store): Promise<Stored<DeploymentRecord>> {
  const { value, version } = deployment;
  if (value.isBegun || value.status === 'CANCELLING') return deployment;
  const basis = await basisOf(value, store);
  const next: DeploymentRecord = { ...value, isBegun: true, ...(basis && { basis }) };
  await store.write([{ put: deploymentItem(next), expect: version }]);
  return { ...deployment, value: next, version: version + 1 };
}

async function work(
  deployment: Stored<DeploymentRecord>,
  { resource, before }: { resource: Deployable; before: DeploymentRecord },
  ports: Ports,
): Promise<Driven> {
  const { value } = deployment;
  const progress = await progressOf(value, resource, ports);
  if (progress.state !== 'InProgress') {
    // Only the first try knows that nothing was begun: another may have been cut off.
    const isUntouched = progress.state === 'Failed' && progress.isUntouched === true && !before.isBegun;
    const isStarted = value.isStarted || (progress.isGiven === true && !isUntouched);
    return ended(await settle({ ...deployment, value: { ...value, isStarted } }, progress, ports));
  }
  const { memo, watch, lookAfter } = progress;
  const next: DeploymentRecord = {
    ...value,
    isStarted: true,
    heard: value.told,
    ...(memo && { memo }),
    ...(watch !== undefined && { watch }),
  };
  await ports.store.write([{ put: deploymentItem(next), expect: deployment.version }, ...watchWrites(value, next)]);
  const last = value.plan.kind === 'pull-request' ? aYear : longest / 1000 + 1;
  return { status: 'Provisioning', timeoutSeconds: Math.max(1, Math.ceil(lookAfter ?? last)) };
}

/** A crash after the end was written may have come before its service was told of it. */
async function endedBefore(deployment: DeploymentRecord, ports: Ports): Promise<Driven> {
  await tellService(deployment.target, deployment, ports);
  return ended(deployment);
}

function ended({ status }: DeploymentRecord): Driven {
  if (status === 'SUCCEEDED' || status === 'DELETE_COMPLETE') return { status: 'Succeeded' };
  return { status: status === 'CANCELLED' ? 'Cancelled' : 'Failed' };
}

const nothing: Provisioned = { state: 'Succeeded', outputs: [], resources: [] };

/** How the work stands, and whether the provisioner knows of it. */
type Known = Progress & { isGiven?: boolean };

async function progressOf(deployment: DeploymentRecord, resource: Deployable, ports: Ports): Promise<Known> {
  const told = toldEnd(deployment);
  if (deployment.status === 'CANCELLING' && !deployment.isBegun && !deployment.isStarted)
    return told ?? { state: 'Cancelled', message: 'User initiated cancellation.' };
  if (deployment.action === 'delete' && resource.provisionedBy === undefined) return nothing;
  try {
    const rendered = await renderedFor(deployment, resource, ports);
    const work = workOf(deployment, resource, { rendered, objects: ports.objects, store: ports.store });
    const progress = told && deployment.isStarted ? told : await provision(deployment, work, ports);
    const known = told ?? withOutputsTold(progress, deployment);
    return { ...forgiving(known, deployment, resource), isGiven: true };
  } catch (error) {
    if (error instanceof RenderFailure) return { state: 'Failed', message: error.message };
    throw error;
  }
}

/** Rendered once: what is repeated after a crash is the same. A deletion takes what was last provisioned. */
async function renderedFor(deployment: DeploymentRecord, resource: Deployable, ports: Ports): Promise<Rendered> {
  if (deployment.action === 'delete')
    return (await keptRendered(ports, resource.provisionedBy ?? '')) ?? { files: {}, inputs: {} };
  const before = await keptRendered(ports, deployment.id);
  if (before) return before;
  const context = await contextOf(resource, deployment.goal, ports);
  const rendered = await render(resource, deployment.goal, { context, objects: ports.objects, store: ports.store });
  await keepRendered(ports, deployment.id, rendered);
  return rendered;
}

async function provision(deployment: DeploymentRecord, work: Provisioning, ports: Ports): Promise<Progress> {
  const { provisioner, clock } = ports;
  const isCancelling = deployment.status === 'CANCELLING';
  // What was begun and never heard of is found by beginning again.
  const started = deployment.isStarted ? undefined : await provisioner.start(work);
  if (started && (!isCancelling || started.state !== 'InProgress')) return started;
  const memo = started?.memo ?? deployment.memo;
  const end = isCancelling ? await provisioner.cancel(work, memo) : undefined;
  const progress = end ?? (await provisioner.look(work, memo));
  if (progress.state !== 'InProgress' || !isLate(deployment, clock.now())) return progress;
  await provisioner.cancel(work, memo);
  return { state: 'Failed', message: `The deployment did not end within ${longest / 3_600_000} hours.` };
}

/** People merge when they like: only a pull request that is to be opened or closed can be late. */
function isLate({ plan, status, memo, createdAt, lastModifiedAt }: DeploymentRecord, now: number): boolean {
  if (status === 'CANCELLING') return now > lastModifiedAt + longest;
  return now > createdAt + longest && !(plan.kind === 'pull-request' && memo !== undefined);
}

/**
 * The end of a deletion by pull request that cannot be opened: the second time the resource goes without one, for its repository may be gone for good,
 * and what Terraform made is its owner's.
 */
function forgiving(progress: Progress, { action, plan }: DeploymentRecord, { isUndeletable }: Deployable): Progress {
  if (action !== 'delete' || plan.kind !== 'pull-request' || progress.state !== 'Failed') return progress;
  const { message } = progress;
  return isUndeletable
    ? { ...nothing, message }
    : { state: 'Failed', message: `${message} Delete it again to do without a pull request.` };
}
