import type { DescribeInstancesRequest, DescribeInstancesResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { allOf, onlySelector } from '../selector.ts';
import { requireStack, type StackRecord } from '../stacks/record.ts';
import { allWithin, findWithin, requireWithin } from '../stacks/within.ts';
import type { InstanceRecord } from './record.ts';
import { instanceView, look } from './view.ts';

const words = 'Please provide either one or more instance ID or one stack ID or one layer ID';

/**
 * The instances of a stack or a layer, or those of the given ids. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeInstances.html
 */
export async function describeInstances(
  input: DescribeInstancesRequest,
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<DescribeInstancesResult> {
  const instances = await found(input, ports.store);
  const shown = instances.map(async ({ stack, instance }) => instanceView(stack, await look(instance, ports)));
  return { Instances: await Promise.all(shown) };
}

interface Found {
  stack: StackRecord;
  instance: InstanceRecord;
}

async function found(input: DescribeInstancesRequest, store: Store): Promise<Found[]> {
  switch (onlySelector(input, ['InstanceIds', 'StackId', 'LayerId'], words)) {
    case 'InstanceIds': {
      const ids = input.InstanceIds ?? [];
      const all = await allOf('instance', ids, (id) => findWithin<InstanceRecord>(store, 'instance', id));
      return all.map(({ stack, found: { value } }) => ({ stack: stack.value, instance: value }));
    }
    case 'StackId':
      return within(store, (await requireStack(store, input.StackId)).value);
    case 'LayerId': {
      const { stack, found: layer } = await requireWithin(store, 'layer', input.LayerId);
      const all = await within(store, stack.value);
      return all.filter(({ instance }) => instance.layerIds.includes(layer.value.id));
    }
  }
}

async function within(store: Store, stack: StackRecord): Promise<Found[]> {
  const instances = await allWithin<InstanceRecord>(store, 'instance', stack.id);
  return instances.map(({ value }) => ({ stack, instance: value }));
}
