import type { CreateLayerRequest, CreateLayerResult } from '@aws-sdk/client-opsworks';
import { nextOrder } from '../../ports/order.ts';
import type { Ports } from '../../ports/ports.ts';
import { requireStack } from '../stacks/record.ts';
import { adding, allWithin, writeWithin } from '../stacks/within.ts';
import { checkLayer, hidden, type LayerRecord, type LayerSettings } from './record.ts';

/** What a layer is unless it is told otherwise. */
const defaults: Partial<LayerSettings> = {
  Attributes: {},
  CustomSecurityGroupIds: [],
  Packages: [],
  VolumeConfigurations: [],
  EnableAutoHealing: true,
  AutoAssignElasticIps: false,
  AutoAssignPublicIps: true,
  CustomRecipes: { Setup: [], Configure: [], Deploy: [], Undeploy: [], Shutdown: [] },
  InstallUpdatesOnBoot: true,
  UseEbsOptimizedInstances: false,
  LifecycleEventConfiguration: { Shutdown: { ExecutionTimeout: 120, DelayUntilElbConnectionsDrained: false } },
};

/**
 * Adds a layer to a stack. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_CreateLayer.html
 */
export async function createLayer(
  { StackId, ...given }: CreateLayerRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'secrets'>,
): Promise<CreateLayerResult> {
  const { store, ids, clock } = ports;
  const stack = await requireStack(store, StackId);
  const settings: LayerSettings = {
    ...defaults,
    ...given,
    CustomRecipes: { ...defaults.CustomRecipes, ...given.CustomRecipes },
  };
  checkLayer(settings, await allWithin<LayerRecord>(store, 'layer', stack.value.id));
  const now = clock.now();
  const layer: LayerRecord = {
    id: ids.uuid(),
    stackId: stack.value.id,
    order: nextOrder(now),
    createdAt: now,
    tags: {},
    ...(await hidden(settings, {}, ports)),
  };
  await writeWithin(store, stack, adding('layer', layer));
  return { LayerId: layer.id };
}
