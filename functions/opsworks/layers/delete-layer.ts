import type { DeleteLayerRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import type { InstanceRecord } from '../instances/record.ts';
import { allWithin, removing, requireWithin, writeWithin } from '../stacks/within.ts';
import type { LayerRecord } from './record.ts';

/**
 * Deletes a layer that no instance is in any more. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DeleteLayer.html
 */
export async function deleteLayer({ LayerId }: DeleteLayerRequest, { store }: Pick<Ports, 'store'>): Promise<object> {
  const { stack, found } = await requireWithin<LayerRecord>(store, 'layer', LayerId);
  const instances = await allWithin<InstanceRecord>(store, 'instance', stack.value.id);
  if (instances.some(({ value }) => value.layerIds.includes(found.value.id)))
    throw invalid('Please delete or unassign all instances of the layer first');
  await writeWithin(store, stack, removing('layer', found));
  return {};
}
