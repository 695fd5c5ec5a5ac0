import type { Ports } from '../../ports/ports.ts';
import { untilWritten } from '../../ports/until-written.ts';
import { deploying, newDeployment, startDeployment } from '../deployments/begin.ts';
import { deploymentEvent } from '../deployments/event.ts';
import { firstPullRequest } from '../deployments/first-pull-request.ts';
import { deployableArn, instanceKey, keyOf, pipelineKey } from '../deployments/names.ts';
import { type Deployable, getDeployment, type Goal, setUpBy } from '../deployments/record.ts';
import { useWrites } from '../deployments/uses.ts';
import { inheritTags } from '../tags/record.ts';
import type { Step } from './decide.ts';
import { serviceArn, type ServiceRecord } from './record.ts';

/** Begins the deployment, or the deletion, of a part of a service, unless it has begun. */
export async function beginStep(
  service: ServiceRecord,
  step: Step,
  ports: Pick<Ports, 'store' | 'clock' | 'events' | 'workflows'>,
): Promise<void> {
  if (await untilWritten(() => begin(service, step, ports))) await startDeployment(ports, step.planned.deploymentId);
}

/** Whether it has begun: what is being deleted meanwhile is not made any more. */
async function begin(
  service: ServiceRecord,
  { name, action, planned }: Step,
  { store, clock, events }: Pick<Ports, 'store' | 'clock' | 'events'>,
): Promise<boolean> {
  if (await getDeployment(store, planned.deploymentId)) return true;
  const key = name === undefined ? pipelineKey(service, service.name) : instanceKey(service, service.name, name);
  const found = await store.get<Deployable>(key);
  if (!found) throw new Error(`Service ${service.name} has no ${name ?? 'pipeline'} any more.`);
  const before = found.value;
  if (action !== 'delete' && before.status === 'DELETE_IN_PROGRESS') return false;
  const first = action === 'delete' ? await firstPullRequest(store, before) : undefined;
  const follows = first && { follows: first.value.id };
  const goal = await goalOf(before, action, { service, store });
  const beginning = { id: planned.deploymentId, action, goal, plan: planned.plan, ...follows, now: clock.now() };
  const after = deploying(before, beginning);
  await store.write([
    { put: { ...keyOf(after), value: after }, expect: found.version },
    ...newDeployment(after, beginning),
    ...(await useWrites(store, [{ before, after }])),
    ...(action === 'create' ? await inheritTags(store, serviceArn(service, service.name), deployableArn(after)) : []),
  ]);
  const target = { ...after, ...keyOf(after), arn: deployableArn(after) };
  await events.publish(() => [deploymentEvent(target, after.status, planned.status)]);
  return true;
}

/** A deletion takes away what was set up last; the pipeline is deployed again for the service's new spec. */
async function goalOf(
  part: Deployable,
  action: Step['action'],
  { service, store }: { service: ServiceRecord; store: Ports['store'] },
): Promise<Goal> {
  if (action === 'create') return part.current;
  if (action === 'update') return { ...part.current, specId: service.specId };
  return (await setUpBy(store, part))?.goal ?? part.current;
}
