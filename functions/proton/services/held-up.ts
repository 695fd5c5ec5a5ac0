import type { Store, Stored } from '../../ports/store.ts';
import { firstPullRequest } from '../deployments/first-pull-request.ts';
import { busy, type Deployable, type DeploymentRecord, getDeployment } from '../deployments/record.ts';
import { conflict } from '../errors.ts';
import { checkAtRest } from './busy.ts';
import type { ServiceRecord } from './record.ts';

/**
 * The pull requests that are to make parts of a service, where it waits for nothing else: its deletion may end them. Throws ConflictException where
 * something goes on that ends by itself, or can be cancelled.
 */
export async function heldUpBy(
  service: ServiceRecord,
  parts: Stored<Deployable>[],
  store: Store,
): Promise<Stored<DeploymentRecord>[]> {
  const going = parts.filter(({ value }) => busy.has(value.status));
  const found = await Promise.all(going.map((part) => pullRequestOf(service, part.value, store)));
  const waiting = found.filter((one) => one !== undefined);
  // What goes on between two deployments is over in a moment.
  if (waiting.length === 0) checkAtRest(service);
  return waiting;
}

/** Undefined for a part whose deployment has not begun. */
async function pullRequestOf(
  { name, operation }: ServiceRecord,
  part: Deployable,
  store: Store,
): Promise<Stored<DeploymentRecord> | undefined> {
  const first = await firstPullRequest(store, part);
  if (first) return first;
  const deployment = (await getDeployment(store, part.lastAttemptedDeploymentId))?.value;
  if (operation && (!deployment || deployment.completedAt !== undefined)) return undefined;
  const what = part.type === 'SERVICE_PIPELINE' ? 'pipeline' : `service instance ${part.instanceName}`;
  throw conflict(`The ${what} of service ${name} is ${part.status}, so the service cannot be deleted.`);
}
