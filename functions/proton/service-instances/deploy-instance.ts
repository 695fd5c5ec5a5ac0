import type { UpdateServiceInstanceInput } from '@aws-sdk/client-proton';
import type { Ports } from '../../ports/ports.ts';
import type { Stored, Write } from '../../ports/store.ts';
import { attachedComponent } from '../components/attached.ts';
import { busy } from '../deployments/record.ts';
import { update } from '../deployments/update.ts';
import { conflict } from '../errors.ts';
import { checkAtRest } from '../services/busy.ts';
import { instancePlan } from '../services/plans.ts';
import { requireService, type ServiceRecord } from '../services/record.ts';
import { instanceGoal } from './instance-goal.ts';
import type { InstanceRecord } from './record.ts';

interface Needs extends Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'> {
  /** What is written along with it. */
  together: Write[];
}

/** The service of an instance that can be deployed now. Throws ConflictException while something goes on that it must wait for. */
export async function deployableService(
  { serviceName, instanceName, status, ...place }: InstanceRecord,
  store: Ports['store'],
): Promise<ServiceRecord> {
  const service = (await requireService(store, place, serviceName)).value;
  checkAtRest(service);
  if (!['SUCCEEDED', 'FAILED', 'CANCELLED'].includes(status))
    throw conflict(`The service instance ${instanceName} is ${status} and cannot be updated.`);
  // An instance waits for the component that it is rendered with.
  const component = await attachedComponent(store, place, { serviceName, instanceName });
  if (component && busy.has(component.status))
    throw conflict(`The component ${component.componentName} of ${instanceName} is ${component.status}.`);
  return service;
}

/** Begins to deploy an instance again as a deploymentType says. */
export async function deployInstance(
  found: Stored<InstanceRecord>,
  input: Omit<UpdateServiceInstanceInput, 'serviceName' | 'name'>,
  { together, ...ports }: Needs,
): Promise<InstanceRecord> {
  const { value } = found;
  const parent = await deployableService(value, ports.store);
  const { goal, spec, version } = await instanceGoal(value, input, { ...ports, parent });
  const plan = await instancePlan(ports.store, value, { environmentName: value.environmentName, version });
  const lastClientRequestToken = input.clientToken;
  const changed = { ...value, ...(lastClientRequestToken !== undefined && { lastClientRequestToken }) };
  return update(found, changed, { ...ports, goal, plan, together, ...(input.spec !== undefined && { spec }) });
}
