import type { UpdateServiceInstanceInput, UpdateServiceInstanceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Stored } from '../../ports/store.ts';
import { clientTokenOf } from '../client-token.ts';
import { attachedComponent } from '../components/attached.ts';
import { instanceKey } from '../deployments/names.ts';
import { busy } from '../deployments/record.ts';
import { update } from '../deployments/update.ts';
import { conflict, invalid } from '../errors.ts';
import { checkAtRest } from '../services/busy.ts';
import { instancePlan } from '../services/plans.ts';
import { requireService, type ServiceRecord } from '../services/record.ts';
import { instanceGoal } from './instance-goal.ts';
import { type InstanceRecord, instanceView, requireInstance } from './record.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>;

/**
 * Begins to deploy an instance again as its deploymentType says. Of the spec, which is the whole service's, only its own entry is deployed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateServiceInstance.html
 */
export async function updateServiceInstance(
  input: UpdateServiceInstanceInput,
  ports: Needs,
  caller: Caller,
): Promise<UpdateServiceInstanceOutput> {
  const { store } = ports;
  const { serviceName: service = '', name = '' } = input;
  const found = await requireInstance(store, caller, { service, name });
  const token = await clientTokenOf('update-service-instance', input, { ...ports, caller });
  if (token.made) return { serviceInstance: await instanceView(found.value, store) };
  const parent = (await requireService(store, found.value, service)).value;
  checkAtRest(parent);
  const { status } = found.value;
  if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status))
    throw conflict(`The service instance ${name} is ${status} and cannot be updated.`);
  await checkComponent(store, found.value);
  if (input.deploymentType === 'NONE') {
    if (
      input.spec !== undefined ||
      input.templateMajorVersion !== undefined ||
      input.templateMinorVersion !== undefined
    )
      throw invalid('deploymentType NONE deploys nothing: it takes neither spec nor template versions.');
    return { serviceInstance: await instanceView(found.value, store) };
  }
  const together = token.keep(instanceKey(found.value, service, name));
  const instance = await deployed(found, input, { ...ports, parent, together });
  return { serviceInstance: await instanceView(instance, store) };
}

/** An instance waits for the component that it is rendered with. */
async function checkComponent(store: Ports['store'], instance: InstanceRecord): Promise<void> {
  const component = await attachedComponent(store, instance, instance);
  if (component && busy.has(component.status))
    throw conflict(`The component ${component.componentName} of ${instance.instanceName} is ${component.status}.`);
}

type Together = NonNullable<Parameters<typeof update>[2]['together']>;

async function deployed(
  found: Stored<InstanceRecord>,
  input: UpdateServiceInstanceInput,
  { parent, together, ...ports }: Needs & { parent: ServiceRecord; together: Together },
): Promise<InstanceRecord> {
  const { value } = found;
  const { goal, spec, version } = await instanceGoal(value, input, { ...ports, parent });
  const plan = await instancePlan(ports.store, value, { environmentName: value.environmentName, version });
  const lastClientRequestToken = input.clientToken;
  const changed = { ...value, ...(lastClientRequestToken !== undefined && { lastClientRequestToken }) };
  return update(found, changed, { ...ports, goal, plan, together, ...(input.spec !== undefined && { spec }) });
}
