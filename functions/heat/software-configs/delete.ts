import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { type HeatAnswer, type HeatCall, param } from '../call.ts';
import { configInUse } from '../errors.ts';
import { discard } from '../kept.ts';
import { configKey, configOf, configRemoval, useKey } from './record.ts';

/**
 * DELETE /software_configs/{config_id}. Where nothing is seen to use the config it is on record first that it goes, so that no deployment begins to use it
 * while it is looked once more. Throws NotFound, InvalidRestrictedAction.
 */
export async function deleteSoftwareConfig(
  call: HeatCall,
  ports: Pick<Ports, 'store' | 'objects'>,
): Promise<HeatAnswer> {
  const { store } = ports;
  const id = param(call, 'config_id');
  const { value, version } = await configOf(store, call.project, id);
  if (await isUsed(store, id)) throw configInUse(id);
  await store.write([{ put: { ...configKey(id), value: { ...value, isGoing: true } }, expect: version }]);
  if (await isUsed(store, id)) {
    await store.write([{ put: { ...configKey(id), value: { ...value, isGoing: undefined } }, expect: version + 1 }]);
    throw configInUse(id);
  }
  await store.write(configRemoval({ ...configKey(id), value, version: version + 1 }));
  await discard([value.content], ports);
  return {};
}

async function isUsed(store: Store, configId: string): Promise<boolean> {
  const { partition, sort: prefix } = useKey(configId, '');
  return (await store.list({ partition, prefix, limit: 1 })).items.length > 0;
}
