import type { DeploymentStatus } from '@aws-sdk/client-proton';
import type { Provisioned } from '../../ports/provisioner.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { attemptEnd } from '../service-syncs/end-attempt.ts';
import { removeTags } from '../tags/record.ts';
import { acceptedSpec } from '../services/accepted-spec.ts';
import { tellService } from '../services/tell.ts';
import { deploymentEvent } from './event.ts';
import { deployableArn } from './names.ts';
import { type Deployable, deploymentItem, type DeploymentRecord, outputsKey } from './record.ts';
import { useWrites } from './uses.ts';
import { watchWrites } from './watch.ts';

type Needs = Pick<Ports, 'store' | 'clock' | 'events' | 'workflows'>;

/** Writes the end of a deployment: onto its record and that of its target in one write, then tells who waits for it. Throws WriteConflict. */
export async function settle(
  deployment: Stored<DeploymentRecord>,
  end: Provisioned,
  ports: Needs,
): Promise<DeploymentRecord> {
  const { store, clock, events } = ports;
  const { value } = deployment;
  const key = { partition: value.target.partition, sort: value.target.sort };
  const found = await store.get<Deployable>(key);
  const target = found?.value.id === value.target.id ? found : undefined;
  const now = clock.now();
  const done: DeploymentRecord = {
    ...value,
    status: statusOf(value, end),
    ...(end.message !== undefined && { message: end.message }),
    completedAt: now,
    lastModifiedAt: now,
    resources: end.resources ?? value.resources,
  };
  delete done.notice;
  delete done.watch;
  const writes: Write[] = [{ put: deploymentItem(done), expect: deployment.version }, ...watchWrites(value, done)];
  if (end.state === 'Succeeded' && value.action !== 'delete')
    writes.push({ put: { ...outputsKey(value.id), value: { outputs: end.outputs } }, expect: 0 });
  if (target) writes.push(...(await targetWrites(target, done, store)), ...(await attemptEnd(done, store)));
  await store.write(writes);
  if (!target || !isLeaving(target.value, done))
    await events.publish(() => [deploymentEvent(value.target, done.status, value.status)]);
  await tellService(value.target, value, ports);
  return done;
}

function statusOf({ action }: DeploymentRecord, { state }: Provisioned): DeploymentStatus {
  if (action === 'delete') return state === 'Succeeded' ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
  if (state === 'Succeeded') return 'SUCCEEDED';
  return state === 'Failed' ? 'FAILED' : 'CANCELLED';
}

async function targetWrites(
  target: Stored<Deployable>,
  done: DeploymentRecord,
  store: Ports['store'],
): Promise<Write[]> {
  const { partition, sort, value: before, version } = target;
  if (done.status === 'DELETE_COMPLETE') {
    const gone = await useWrites(store, [{ before }]);
    return [
      { remove: { partition, sort }, expect: version },
      ...gone,
      ...(await removeTags(store, deployableArn(before))),
    ];
  }
  const after = settled(before, done);
  const uses = await useWrites(store, [{ before, after }]);
  const isNewSpec =
    done.status === 'SUCCEEDED' && done.action === 'update' && done.goal.specId !== done.initial?.specId;
  const spec = isNewSpec ? await acceptedSpec(after, store) : [];
  return [{ put: { partition, sort, value: after }, expect: version }, ...uses, ...spec];
}

/** Whether a resource is being deleted already, whatever becomes of this deployment. */
const isLeaving = ({ status }: Deployable, { action }: DeploymentRecord): boolean =>
  status === 'DELETE_IN_PROGRESS' && action !== 'delete';

/** The target after the deployment: a success makes it what was asked for, anything else leaves it what it was. */
function settled(before: Deployable, done: DeploymentRecord): Deployable {
  const { id, status, message, goal, completedAt = 0 } = done;
  const isSuccess = status === 'SUCCEEDED';
  const after: Deployable = {
    ...before,
    ...(!isLeaving(before, done) && { status }),
    ...(message !== undefined && { message }),
    ...(isSuccess && { current: goal, lastSucceededAt: completedAt, lastSucceededDeploymentId: id }),
    ...(hasSetUp(done) && { provisionedBy: id }),
    ...(status === 'DELETE_FAILED' && { isUndeletable: true }),
  };
  if (message === undefined || isLeaving(before, done)) delete after.message;
  delete after.attempted;
  return after;
}

/** Whether there is something to take away after it: of a pull request that was closed there is nothing. */
const hasSetUp = ({ action, status, isStarted, plan }: DeploymentRecord): boolean =>
  action !== 'delete' &&
  (status === 'SUCCEEDED' || isStarted === true) &&
  !(plan.kind === 'pull-request' && status === 'CANCELLED');
