import type { UpdateLayerRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { allWithin, changing, requireWithin, writeWithin } from '../stacks/within.ts';
import { checkLayer, hidden, type LayerRecord } from './record.ts';

/**
 * Changes the given settings of a layer; of its attributes and recipes, the given ones. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UpdateLayer.html
 */
export async function updateLayer(
  { LayerId, ...given }: UpdateLayerRequest,
  ports: Pick<Ports, 'store' | 'secrets'>,
): Promise<object> {
  const { store } = ports;
  const { stack, found } = await requireWithin<LayerRecord>(store, 'layer', LayerId);
  const { settings, secrets, id } = found.value;
  const changed = {
    ...settings,
    ...given,
    Attributes: { ...settings.Attributes, ...given.Attributes },
    CustomRecipes: { ...settings.CustomRecipes, ...given.CustomRecipes },
  };
  const layers = await allWithin<LayerRecord>(store, 'layer', stack.value.id);
  checkLayer(
    changed,
    layers.filter(({ value }) => value.id !== id),
  );
  await writeWithin(store, stack, [changing('layer', found, await hidden(changed, secrets, ports))]);
  return {};
}
