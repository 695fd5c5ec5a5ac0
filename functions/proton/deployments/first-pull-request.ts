import type { Store, Stored, Write } from '../../ports/store.ts';
import { type Deployable, deploymentItem, type DeploymentRecord, getDeployment } from './record.ts';

/**
 * The first deployment of a resource where that is a pull request which nobody has applied yet. It may stay so for ever, and cannot be cancelled: so a
 * deletion may end it.
 */
export async function firstPullRequest(
  store: Store,
  { lastAttemptedDeploymentId }: Deployable,
): Promise<Stored<DeploymentRecord> | undefined> {
  const found = await getDeployment(store, lastAttemptedDeploymentId);
  if (!found) return undefined;
  const { action, plan, completedAt } = found.value;
  return action === 'create' && plan.kind === 'pull-request' && completedAt === undefined ? found : undefined;
}

/** Asks a deployment to end. Wake its machine afterwards. */
export const ending = ({ value, version }: Stored<DeploymentRecord>, now: number): Write => ({
  put: deploymentItem({ ...value, status: 'CANCELLING', told: value.told + 1, lastModifiedAt: now }),
  expect: version,
});
