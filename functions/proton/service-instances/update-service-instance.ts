import type { UpdateServiceInstanceInput, UpdateServiceInstanceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { clientTokenOf } from '../client-token.ts';
import { instanceKey } from '../deployments/names.ts';
import { invalid } from '../errors.ts';
import { manualChange } from '../service-syncs/manual-change.ts';
import { deployableService, deployInstance } from './deploy-instance.ts';
import { instanceView, requireInstance } from './record.ts';

/**
 * Begins to deploy an instance again as its deploymentType says. Of the spec, which is the whole service's, only its own entry is deployed.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_UpdateServiceInstance.html
 */
export async function updateServiceInstance(
  input: UpdateServiceInstanceInput,
  ports: Pick<Ports, 'store' | 'objects' | 'clock' | 'ids' | 'events' | 'workflows'>,
  caller: Caller,
): Promise<UpdateServiceInstanceOutput> {
  const { store } = ports;
  const { serviceName = '', name = '', deploymentType, spec, templateMajorVersion, templateMinorVersion } = input;
  const found = await requireInstance(store, caller, { service: serviceName, name });
  const token = await clientTokenOf('update-service-instance', input, { ...ports, caller });
  if (token.made) return { serviceInstance: await instanceView(found.value, store) };
  if (deploymentType === 'NONE') {
    await deployableService(found.value, store);
    if (spec !== undefined || templateMajorVersion !== undefined || templateMinorVersion !== undefined)
      throw invalid('deploymentType NONE deploys nothing: it takes neither spec nor template versions.');
    return { serviceInstance: await instanceView(found.value, store) };
  }
  const change = { operation: 'UpdateServiceInstance', changed: [name] };
  const together = [
    ...token.keep(instanceKey(found.value, serviceName, name)),
    ...(await manualChange(found.value, change, ports)),
  ];
  const instance = await deployInstance(found, input, { ...ports, together });
  return { serviceInstance: await instanceView(instance, store) };
}
