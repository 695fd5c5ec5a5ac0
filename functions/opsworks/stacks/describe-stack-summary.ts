import type { DescribeStackSummaryRequest, DescribeStackSummaryResult, InstancesCount } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { InstanceRecord, InstanceStatus } from '../instances/record.ts';
import { requireStack, stackArn } from './record.ts';
import { allWithin } from './within.ts';

/**
 * How many layers, apps and instances a stack has; of the instances' statuses, those that occur. Throws ResourceNotFoundException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeStackSummary.html
 */
export async function describeStackSummary(
  { StackId }: DescribeStackSummaryRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeStackSummaryResult> {
  const { value: stack } = await requireStack(store, StackId);
  const [layers, apps, instances] = await Promise.all([
    allWithin(store, 'layer', stack.id),
    allWithin(store, 'app', stack.id),
    allWithin<InstanceRecord>(store, 'instance', stack.id),
  ]);
  const counts: InstancesCount = {};
  for (const { value } of instances) counts[counters[value.status]] = (counts[counters[value.status]] ?? 0) + 1;
  return {
    StackSummary: {
      StackId: stack.id,
      Name: stack.settings.Name,
      Arn: stackArn(stack),
      LayersCount: layers.length,
      AppsCount: apps.length,
      InstancesCount: counts,
    },
  };
}

const counters: Record<InstanceStatus, keyof InstancesCount> = {
  assigning: 'Assigning',
  connection_lost: 'ConnectionLost',
  deregistering: 'Deregistering',
  online: 'Online',
  registered: 'Registered',
  registering: 'Registering',
  running_setup: 'RunningSetup',
  setup_failed: 'SetupFailed',
  stopped: 'Stopped',
  unassigning: 'Unassigning',
};
