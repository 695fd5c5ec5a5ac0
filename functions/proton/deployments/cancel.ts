import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { conflict } from '../errors.ts';
import { deploymentEvent } from './event.ts';
import { ending } from './first-pull-request.ts';
import { deployableArn, keyOf } from './names.ts';
import { type Deployable, getDeployment, waitKey } from './record.ts';
import { wakeMachine } from './tell.ts';

/**
 * Asks the update of a resource that goes on to end: the wish is written first, then the machine is woken. Throws ConflictException where no update
 * is in progress.
 */
export async function cancel<Resource extends Deployable>(
  { value, version }: Stored<Resource>,
  ports: Pick<Ports, 'store' | 'workflows' | 'clock' | 'events'>,
): Promise<Resource> {
  const { store, clock, events } = ports;
  const deployment = await getDeployment(store, value.lastAttemptedDeploymentId);
  const arn = deployableArn(value);
  if (
    value.status !== 'IN_PROGRESS' ||
    deployment?.value.action !== 'update' ||
    deployment.value.status !== 'IN_PROGRESS'
  )
    throw conflict(
      `${arn} has no update in progress: only the deployment of an update can be cancelled. It is ${value.status}.`,
    );
  const after: Resource = { ...value, status: 'CANCELLING' };
  await store.write([{ put: { ...keyOf(after), value: after }, expect: version }, ending(deployment, clock.now())]);
  await wakeMachine(waitKey(deployment.value.id), ports);
  await events.publish(() => [deploymentEvent({ ...after, ...keyOf(after), arn }, 'CANCELLING', 'IN_PROGRESS')]);
  return after;
}
