import type { Progress, Provisioned, Provisioning } from '../../ports/provisioner.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { contextOf } from '../rendering/context.ts';
import { keepRendered, keptRendered } from '../rendering/kept.ts';
import { render, RenderFailure, type Rendered } from '../rendering/render.ts';
import { basisOf } from './basis.ts';
import { toldEnd, withOutputsTold } from './notice.ts';
import { type Deployable, deploymentItem, type DeploymentRecord, getDeployment } from './record.ts';
import { settle } from './settle.ts';
import { watchWrites } from './watch.ts';
import { workOf } from './work.ts';

/** Where a turn of the machine leads: to wait for so many seconds at most, or to an end. */
export type Driven =
  { status: 'Provisioning'; timeoutSeconds: number } | { status: 'Succeeded' | 'Failed' | 'Cancelled' };

/** What tells the end of work that nobody looks at; no machine waits for longer. */
const aYear = 31_536_000;
/** How long work that is looked at may take, in milliseconds. */
const longest = 86_400_000;

/** One turn of a deployment: renders and begins the work, or looks how it stands. Safe to repeat at any moment. */
export const drive = (deploymentId: string, ports: Ports): Promise<Driven> =>
  // What somebody tells meanwhile makes the write fail: the next turn hears it.
  untilWritten(async () => {
    const deployment = await getDeployment(ports.store, deploymentId);
    return deployment ? turn(deployment, ports) : { status: 'Failed' };
  });

async function turn(deployment: Stored<DeploymentRecord>, ports: Ports): Promise<Driven> {
  const { value } = deployment;
  if (value.completedAt !== undefined) return ended(value);
  const resource = await ports.store.get<Deployable>({ partition: value.target.partition, sort: value.target.sort });
  if (!resource || resource.value.id !== value.target.id) return { status: 'Failed' };
  const basis = value.basis ?? (value.isStarted ? undefined : await basisOf(value, ports.store));
  const progress = await progressOf(value, resource.value, ports);
  const known = { ...value, ...(basis && { basis }) };
  if (progress.state !== 'InProgress') {
    const given = { ...deployment, value: { ...known, isStarted: value.isStarted || progress.isGiven === true } };
    return ended(await settle(given, progress, ports));
  }
  const { memo, watch, lookAfter } = progress;
  const next: DeploymentRecord = {
    ...known,
    isStarted: true,
    heard: value.told,
    ...(memo && { memo }),
    ...(watch !== undefined && { watch }),
  };
  await ports.store.write([{ put: deploymentItem(next), expect: deployment.version }, ...watchWrites(value, next)]);
  return {
    status: 'Provisioning',
    timeoutSeconds: lookAfter === undefined ? aYear : Math.max(1, Math.ceil(lookAfter)),
  };
}

function ended({ status }: DeploymentRecord): Driven {
  if (status === 'SUCCEEDED' || status === 'DELETE_COMPLETE') return { status: 'Succeeded' };
  return { status: status === 'CANCELLED' ? 'Cancelled' : 'Failed' };
}

const nothing: Provisioned = { state: 'Succeeded', outputs: [], resources: [] };

/** How the work stands, and whether the provisioner knows of it. */
type Known = Progress & { isGiven?: boolean };

async function progressOf(deployment: DeploymentRecord, resource: Deployable, ports: Ports): Promise<Known> {
  if (deployment.status === 'CANCELLING' && !deployment.isStarted)
    return { state: 'Cancelled', message: 'User initiated cancellation.' };
  if (deployment.action === 'delete' && resource.provisionedBy === undefined) return nothing;
  try {
    const rendered = await renderedFor(deployment, resource, ports);
    const work = workOf(deployment, resource, { rendered, objects: ports.objects, store: ports.store });
    const told = toldEnd(deployment);
    const progress = told && deployment.isStarted ? told : await provision(deployment, work, ports);
    const known = progress.state === 'InProgress' && told ? told : withOutputsTold(progress, deployment);
    return { ...known, isGiven: true };
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
  if (!deployment.isStarted) return provisioner.start(work);
  const isLate = clock.now() > deployment.createdAt + longest;
  if (deployment.status === 'CANCELLING') await provisioner.cancel(work, deployment.memo);
  const progress = await provisioner.look(work, deployment.memo);
  if (progress.state !== 'InProgress' || progress.lookAfter === undefined || !isLate) return progress;
  await provisioner.cancel(work, deployment.memo);
  return { state: 'Failed', message: `The deployment did not end within ${longest / 3_600_000} hours.` };
}
