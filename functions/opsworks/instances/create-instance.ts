import type { CreateInstanceRequest, CreateInstanceResult } from '@aws-sdk/client-opsworks';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';
import { adding, allWithin, writeWithin } from '../stacks/within.ts';
import { layersNamed } from './assign-instance.ts';
import { checkCount, checkHostname, type InstanceRecord, suggestedHostname } from './record.ts';

/**
 * Notes a machine that EC2 would have: a stopped instance that is never started here. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_CreateInstance.html
 */
export async function createInstance(
  { StackId, LayerIds = [], VirtualizationType, ...given }: CreateInstanceRequest,
  { store, ids, clock }: Pick<Ports, 'store' | 'ids' | 'clock'>,
): Promise<CreateInstanceResult> {
  const stack = await requireStack(store, StackId);
  const { id: stackId, settings } = stack.value;
  const layers = await layersNamed(store, stackId, LayerIds);
  const others = await allWithin<InstanceRecord>(store, 'instance', stackId);
  const Hostname = given.Hostname ?? suggestedHostname(layers[0]?.settings.Shortname ?? '', others);
  checkCount(others);
  checkHostname(Hostname, others);
  const now = clock.now();
  const isKnown = VirtualizationType === 'paravirtual' || VirtualizationType === 'hvm';
  const instance: InstanceRecord = {
    id: ids.uuid(),
    stackId,
    order: nextOrder(now),
    createdAt: now,
    layerIds: layers.map((layer) => layer.id),
    status: 'stopped',
    settings: {
      AgentVersion: 'INHERIT',
      Architecture: 'x86_64',
      EbsOptimized: false,
      InfrastructureClass: 'ec2',
      InstallUpdatesOnBoot: true,
      Os: settings.DefaultOs,
      RootDeviceType: settings.DefaultRootDeviceType,
      ...given,
      ...(isKnown && { VirtualizationType }),
      Hostname,
    },
  };
  await writeWithin(store, stack, adding('instance', instance));
  return { InstanceId: instance.id };
}
