import type { Ports } from '../../ports/ports.ts';
import { type Deployable, getDeployment, type WorkPlan } from '../deployments/record.ts';
import { getEnvironmentRecord } from '../environments/record.ts';
import { planIn } from './plans.ts';
import type { Planned } from './record.ts';

/** How a part of a service is taken away: by the roles of today, or, where they are gone, with what set it up. */
export async function deletionPlan(part: Deployable, { store, ids }: Pick<Ports, 'store' | 'ids'>): Promise<Planned> {
  const by = await getDeployment(store, part.provisionedBy ?? part.lastAttemptedDeploymentId);
  const place = { account: part.account, region: part.region };
  const set: WorkPlan = by?.value.plan ?? { kind: 'customer-managed', ...place };
  const environment = part.environmentName && (await getEnvironmentRecord(store, part, part.environmentName))?.value;
  const plan = environment && by ? await planIn(store, environment, by.value.goal.engine) : set;
  return { deploymentId: ids.uuid(), plan, status: part.status };
}
