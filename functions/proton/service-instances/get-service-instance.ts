import type { GetServiceInstanceInput, GetServiceInstanceOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { instanceView, requireInstance } from './record.ts';

/**
 * One instance with the spec that it is deployed with.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_GetServiceInstance.html
 */
export async function getServiceInstance(
  { serviceName: service = '', name = '' }: GetServiceInstanceInput,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetServiceInstanceOutput> {
  const { value } = await requireInstance(store, caller, { service, name });
  return { serviceInstance: await instanceView(value, store) };
}
