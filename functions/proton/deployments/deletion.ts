import type { Store } from '../../ports/store.ts';
import type { Engine } from '../template-versions/record.ts';
import { type Deployable, getDeployment, type Goal, setUpBy, type WorkPlan } from './record.ts';

/**
 * What is taken away with a resource, and how: by the roles of today, which `planNow` finds for an engine, or, where they are gone or nothing was ever
 * set up, as was tried last. What never set anything up needs no connection to its account.
 */
export async function deletionOf(
  resource: Deployable,
  store: Store,
  planNow: (engine: Engine) => Promise<WorkPlan | undefined>,
): Promise<{ goal: Goal; plan: WorkPlan }> {
  const { account, region, current, lastAttemptedDeploymentId } = resource;
  const by = await setUpBy(store, resource);
  const now = by && (await planNow(by.goal.engine));
  const last = by ?? (await getDeployment(store, lastAttemptedDeploymentId))?.value;
  return { goal: by?.goal ?? current, plan: now ?? last?.plan ?? { kind: 'customer-managed', account, region } };
}
