import type { DeleteComponentInput, DeleteComponentOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { deletionOf } from '../deployments/deletion.ts';
import { firstPullRequest } from '../deployments/first-pull-request.ts';
import { busy, type WorkPlan } from '../deployments/record.ts';
import { update } from '../deployments/update.ts';
import { getEnvironmentRecord } from '../environments/record.ts';
import { conflict } from '../errors.ts';
import type { Engine } from '../template-versions/record.ts';
import { componentPlan } from './plan.ts';
import { type ComponentRecord, componentView, getComponent } from './record.ts';

/**
 * Begins to delete a component that is attached to nothing, or never came to be; one that is not there, or is being deleted, is as good. A pull request
 * that is to make it is closed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_DeleteComponent.html
 */
export async function deleteComponent(
  { name = '' }: DeleteComponentInput,
  ports: Pick<Ports, 'store' | 'clock' | 'ids' | 'events' | 'workflows'>,
  { account, region }: Caller,
): Promise<DeleteComponentOutput> {
  const { store, clock } = ports;
  const found = await getComponent(store, { account, region }, name);
  if (!found) return {};
  const { value } = found;
  if (value.status === 'DELETE_IN_PROGRESS') return { component: await componentView(value, store) };
  const first = await firstPullRequest(store, value);
  if (busy.has(value.status) && !first)
    throw conflict(`The component ${name} is ${value.status} and cannot be deleted.`);
  const { attachedTo } = value.current;
  // What never came to be is in nobody's way.
  if (attachedTo && value.lastSucceededDeploymentId !== undefined)
    throw conflict(
      `The component ${name} is attached to ${attachedTo.instanceName} of ${attachedTo.serviceName} and cannot be deleted.`,
    );
  const { goal, plan } = await deletionOf(value, store, (engine) => planNow(value, engine, store));
  const component = await update(
    found,
    { ...value, lastModifiedAt: clock.now() },
    { ...ports, goal, plan, action: 'delete', first },
  );
  return { component: await componentView(component, store) };
}

async function planNow(
  { environmentName, componentName, ...place }: ComponentRecord,
  engine: Engine,
  store: Store,
): Promise<WorkPlan> {
  const environment = (await getEnvironmentRecord(store, place, environmentName))?.value;
  if (!environment) throw new Error(`The environment ${environmentName} of component ${componentName} is gone.`);
  return componentPlan(store, environment, engine === 'terraform' ? 'terraform' : 'cloudformation');
}
