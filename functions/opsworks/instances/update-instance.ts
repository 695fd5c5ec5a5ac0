import type { UpdateInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { invalid } from '../errors.ts';
import { allWithin, changing, requireWithin, writeWithin } from '../stacks/within.ts';
import { layersNamed } from './assign-instance.ts';
import { checkHostname, type InstanceRecord, isRegistered } from './record.ts';

/**
 * Changes the given settings of an instance; a registered one comes into other layers by AssignInstance only.
 * Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_UpdateInstance.html
 */
export async function updateInstance(
  { InstanceId, LayerIds, ...given }: UpdateInstanceRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<object> {
  const { stack, found } = await requireWithin<InstanceRecord>(store, 'instance', InstanceId);
  const { id, stackId, settings, layerIds } = found.value;
  if (LayerIds && isRegistered(found.value))
    throw invalid(`Instance ${id} was registered; please assign it to layers with AssignInstance`);
  const layers = LayerIds ? (await layersNamed(store, stackId, LayerIds)).map((layer) => layer.id) : layerIds;
  const Hostname = given.Hostname ?? settings.Hostname;
  const others = await allWithin<InstanceRecord>(store, 'instance', stackId);
  checkHostname(
    Hostname,
    others.filter(({ value }) => value.id !== id),
  );
  const change = { settings: { ...settings, ...given, Hostname }, layerIds: layers };
  await writeWithin(store, stack, [changing('instance', found, change)]);
  return {};
}
