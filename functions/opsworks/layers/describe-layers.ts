import type { DescribeLayersRequest, DescribeLayersResult, Layer } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { allOf, onlySelector } from '../selector.ts';
import { requireStack } from '../stacks/record.ts';
import { allWithin, findWithin } from '../stacks/within.ts';
import { type LayerRecord, layerView } from './record.ts';

const words = 'Please provide one or more layer IDs or a stack ID';

/**
 * The layers of a stack, or those of the given ids. Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeLayers.html
 */
export async function describeLayers(
  input: DescribeLayersRequest,
  { store }: Pick<Ports, 'store'>,
): Promise<DescribeLayersResult> {
  const selector = onlySelector(input, ['StackId', 'LayerIds'], words);
  return { Layers: selector === 'StackId' ? await layersOf(store, input.StackId) : await named(store, input.LayerIds) };
}

async function layersOf(store: Store, stackId: string | undefined): Promise<Layer[]> {
  const { value: stack } = await requireStack(store, stackId);
  const layers = await allWithin<LayerRecord>(store, 'layer', stack.id);
  return layers.map(({ value }) => layerView(stack, value));
}

async function named(store: Store, ids: string[] = []): Promise<Layer[]> {
  const layers = await allOf('layer', ids, (id) => findWithin<LayerRecord>(store, 'layer', id));
  return layers.map(({ stack, found }) => layerView(stack.value, found.value));
}
