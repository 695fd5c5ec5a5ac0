import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { putSpec } from '../specs/stored-spec.ts';
import { type Beginning, deploying, newDeployment, startDeployment } from './begin.ts';
import { deploymentEvent } from './event.ts';
import { ending } from './first-pull-request.ts';
import { deployableArn, keyOf } from './names.ts';
import { type Deployable, type DeploymentRecord, type Goal, waitKey, type WorkPlan } from './record.ts';
import { wakeMachine } from './tell.ts';
import { useWrites } from './uses.ts';

/** Where an update leads, how, and its spec where that is new. */
interface Update extends Pick<Ports, 'store' | 'clock' | 'ids' | 'events' | 'workflows'> {
  goal: Goal;
  plan: WorkPlan;
  spec?: string;
  action?: 'update' | 'delete';
  /** The deployment that a deletion ends first. */
  first?: Stored<DeploymentRecord> | undefined;
  /** What is written along with it. */
  together?: Write[];
  /** What was looked at, and must still be as it was. */
  seen?: Stored<object>[];
}

/** Begins the update, or the deletion, of a resource, which was read as `found` and is to be written as `changed`. */
export async function update<Resource extends Deployable>(
  found: Stored<Resource>,
  changed: Resource,
  { goal, plan, spec, action = 'update', first, together = [], seen = [], ...ports }: Update,
): Promise<Resource> {
  const { store, clock, ids, events } = ports;
  const follows = first && { follows: first.value.id };
  const beginning: Beginning = { id: ids.uuid(), action, goal, plan, ...follows, now: clock.now() };
  const after = deploying(changed, beginning);
  const key = keyOf(after);
  const uses = await useWrites(store, [{ before: found.value, after }], seen);
  const kept = store.write([
    { put: { ...key, value: after }, expect: found.version },
    ...newDeployment(after, beginning),
    ...(spec === undefined ? [] : [putSpec(goal.specId, spec)]),
    ...uses,
    ...(first ? [ending(first, beginning.now)] : []),
    ...together,
  ]);
  await startDeployment(ports, beginning.id, kept);
  if (first) await wakeMachine(waitKey(first.value.id), ports);
  const target = { ...after, ...key, arn: deployableArn(after) };
  await events.publish(() => [deploymentEvent(target, after.status, found.value.status)]);
  return after;
}
