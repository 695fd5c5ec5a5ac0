import type { Ports } from '../../ports/ports.ts';
import { getNode, renewToken } from '../node.ts';
import { noSuchNode } from './errors.ts';

/** CreateNodeToken's input and output; with `StackId` the node must be an instance of that stack. */
export interface CreateNodeTokenRequest {
  NodeId: string;
  StackId?: string;
}
export interface CreateNodeTokenResult {
  Token: string;
}

/** Gives a node a new token; the one before is worth nothing from now on. Throws NoSuchEntity. */
export async function createNodeToken(
  { NodeId, StackId }: CreateNodeTokenRequest,
  ports: Pick<Ports, 'store' | 'ids'>,
): Promise<CreateNodeTokenResult> {
  const node = await getNode(NodeId, ports.store);
  if (!node || (StackId !== undefined && node.stack !== StackId)) throw noSuchNode(NodeId);
  return { Token: await renewToken(NodeId, ports) };
}
