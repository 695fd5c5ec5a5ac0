import type { Key, Store } from '../../ports/store.ts';
import { attachedComponent } from '../components/attached.ts';
import { environmentKey, pipelineKey } from './names.ts';
import type { Basis, Deployable, DeploymentRecord } from './record.ts';

/** What the templates of an instance read now; undefined for all else. */
export async function basisOf(
  { target, action, ...place }: DeploymentRecord,
  store: Store,
): Promise<Basis | undefined> {
  if (target.type !== 'SERVICE_INSTANCE' || action === 'delete') return undefined;
  const succeeded = async (key: Key) => (await store.get<Deployable>(key))?.value.lastSucceededDeploymentId;
  const environment = await succeeded(environmentKey(place, target.environmentName ?? ''));
  const pipeline = await succeeded(pipelineKey(place, target.serviceName ?? ''));
  const component = (await attachedComponent(store, place, target))?.lastSucceededDeploymentId;
  return {
    ...(environment !== undefined && { environment }),
    ...(pipeline !== undefined && { pipeline }),
    ...(component !== undefined && { component }),
  };
}
