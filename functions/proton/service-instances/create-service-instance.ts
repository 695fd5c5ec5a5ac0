import type { CreateServiceInstanceInput, CreateServiceInstanceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { clientTokenOf } from '../client-token.ts';
import { instanceKey } from '../deployments/names.ts';
import { manualChange } from '../service-syncs/manual-change.ts';
import { addInstance } from './add-instance.ts';
import { type InstanceRecord, instanceView } from './record.ts';

/**
 * Begins to deploy one more instance of a service. Of the spec only its own entry is deployed; the service's spec has it from then on.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_CreateServiceInstance.html
 */
export async function createServiceInstance(
  input: CreateServiceInstanceInput,
  ports: Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>,
  caller: Caller,
): Promise<CreateServiceInstanceOutput> {
  const { store } = ports;
  const { serviceName = '', name = '' } = input;
  const place = { account: caller.account, region: caller.region };
  const token = await clientTokenOf('create-service-instance', input, { ...ports, caller });
  const made = token.made && (await store.get<InstanceRecord>(token.made));
  if (made) return { serviceInstance: await instanceView(made.value, store) };
  const change = { operation: 'CreateServiceInstance', changed: [name] };
  const together = [
    ...token.keep(instanceKey(place, serviceName, name)),
    ...(await manualChange({ ...place, serviceName }, change, ports)),
  ];
  const instance = await addInstance(input, { ...ports, place, together });
  return { serviceInstance: await instanceView(instance, store) };
}
