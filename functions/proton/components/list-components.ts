import type { ListComponentsInput, ListComponentsOutput } from '@aws-sdk/client-proton';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { componentsPartition } from '../deployments/names.ts';
import { listed } from '../listing.ts';
import { type ComponentRecord, componentSummary } from './record.ts';

/**
 * The components of the caller's account and Region, by name; those of an environment, a service or an instance where one is named.
 * Source: https://docs.aws.amazon.com/proton/latest/APIReference/API_ListComponents.html
 */
export async function listComponents(
  input: ListComponentsInput,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListComponentsOutput> {
  const { environmentName, serviceName, serviceInstanceName } = input;
  const partition = componentsPartition({ account, region });
  const shape = ['components', partition, { environmentName, serviceName, serviceInstanceName }];
  const passes = (one: ComponentRecord): boolean =>
    (environmentName === undefined || one.environmentName === environmentName) &&
    (serviceName === undefined || one.current.attachedTo?.serviceName === serviceName) &&
    (serviceInstanceName === undefined || one.current.attachedTo?.instanceName === serviceInstanceName);
  const { values, nextToken } = await listed<ComponentRecord>(store, { partition, shape, passes }, input);
  return { components: values.map(componentSummary), nextToken };
}
