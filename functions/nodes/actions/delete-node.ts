import type { Ports } from '../../ports/ports.ts';
import { getNode } from '../node.ts';
import { removeNode } from '../remove-node.ts';
import { nodeOfStack, noSuchNode } from './errors.ts';

/** DeleteNode's input. */
export interface DeleteNodeRequest {
  NodeId: string;
}

/** Takes a node away, its token and its commands with it. Throws NoSuchEntity, DeleteConflict. */
export async function deleteNode(
  { NodeId }: DeleteNodeRequest,
  ports: Pick<Ports, 'store' | 'clock'>,
): Promise<object> {
  const node = await getNode(NodeId, ports.store);
  if (!node) throw noSuchNode(NodeId);
  if (node.stack !== undefined) throw nodeOfStack(NodeId);
  await removeNode(NodeId, ports);
  return {};
}
