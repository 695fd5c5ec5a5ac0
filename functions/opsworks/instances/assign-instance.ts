import type { AssignInstanceRequest } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { deploymentWrites, newEvent } from '../deployments/record.ts';
import { startDeployment } from '../deployments/start.ts';
import { invalid, resourceNotFound } from '../errors.ts';
import type { LayerRecord } from '../layers/record.ts';
import { allWithin, changing, requireWithin, writeWithin } from '../stacks/within.ts';
import { type InstanceRecord, isRegistered } from './record.ts';

/**
 * Puts a registered instance into layers: it runs setup, which deploys the apps, and then it is online.
 * Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_AssignInstance.html
 */
export async function assignInstance(
  { InstanceId, LayerIds = [] }: AssignInstanceRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'workflows'>,
): Promise<object> {
  const { store } = ports;
  const { stack, found } = await requireWithin<InstanceRecord>(store, 'instance', InstanceId);
  const { id, stackId, status, settings } = found.value;
  const layers = await layersNamed(store, stackId, LayerIds);
  if (!isRegistered(found.value)) throw invalid(`Instance ${id} was not registered, so it cannot be assigned`);
  if (status !== 'registered') throw invalid(`Instance ${id} is ${status}; only a registered one can be assigned`);
  const builtIn = layers.find(({ settings: { Type } }) => Type !== 'custom');
  if (builtIn && settings.InfrastructureClass === 'ec2')
    throw invalid(`Instance ${id} is of Amazon EC2 and can be assigned to custom layers only`);
  const setup = newEvent({ stackId, name: 'setup', instanceId: id }, ports);
  const change = { status: 'assigning' as const, layerIds: layers.map((layer) => layer.id) };
  await writeWithin(store, stack, [changing('instance', found, change), ...deploymentWrites(setup)]);
  await startDeployment(setup, ports);
  return {};
}

/** The layers of a stack that a caller names, each once; there is at least one. */
export async function layersNamed(store: Store, stackId: string, ids: string[]): Promise<LayerRecord[]> {
  if (ids.length === 0) throw invalid('Please provide at least one layer ID');
  const layers = (await allWithin<LayerRecord>(store, 'layer', stackId)).map(({ value }) => value);
  const unknown = ids.filter((id) => !layers.some((layer) => layer.id === id));
  if (unknown.length > 0) throw resourceNotFound('layer', ...unknown);
  return layers.filter(({ id }) => ids.includes(id));
}
