import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { deletionOf } from '../deployments/deletion.ts';
import { busy, type Deployable, type WorkPlan } from '../deployments/record.ts';
import { planIn } from '../environments/means.ts';
import { getEnvironmentRecord } from '../environments/record.ts';
import type { Engine } from '../template-versions/record.ts';
import { pipelinePlanNow } from './plans.ts';
import type { Planned } from './record.ts';

/**
 * How a part of a service is taken away: by the roles of today, or, where they are gone, with what set it up. Throws ConflictException where the
 * connection to its account is gone.
 */
export async function deletionPlan(part: Deployable, { store, ids }: Pick<Ports, 'store' | 'ids'>): Promise<Planned> {
  const { plan } = await deletionOf(part, store, (engine) => planNow(part, engine, store));
  return { deploymentId: ids.uuid(), plan, status: busy.has(part.status) ? 'FAILED' : part.status };
}

async function planNow(part: Deployable, engine: Engine, store: Store): Promise<WorkPlan | undefined> {
  if (part.type === 'SERVICE_PIPELINE') return pipelinePlanNow(store, part, engine);
  const environment = (await getEnvironmentRecord(store, part, part.environmentName ?? ''))?.value;
  return environment && planIn(store, environment, engine);
}
