import type { ListServicesInput, ListServicesOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { listed } from '../listing.ts';
import { type ServiceRecord, servicesPartition } from './record.ts';
import { serviceSummary } from './view.ts';

/**
 * The services of the caller's account and Region, by name.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListServices.html
 */
export async function listServices(
  input: ListServicesInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListServicesOutput> {
  const partition = servicesPartition({ account, region });
  const { values, nextToken } = await listed<ServiceRecord>(
    store,
    { partition, shape: ['services', partition] },
    input,
  );
  return { services: values.map(serviceSummary), nextToken };
}
