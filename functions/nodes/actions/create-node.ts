import { hash } from 'node:crypto';
import type { Ports } from '../../ports/ports.ts';
import { WriteConflict } from '../../ports/store.ts';
import { createNode as create } from '../node.ts';
import { nodeAlreadyExists } from './errors.ts';

/** CreateNode's input and output; the token is told here once and never again. */
export interface CreateNodeRequest {
  Name: string;
  /** `mi-` and 17 hexadecimal digits unless told, as of a machine that SSM manages. */
  NodeId?: string;
  Tags?: Record<string, string>;
}
export interface CreateNodeResult {
  NodeId: string;
  Token: string;
}

/** Makes a node for an agent. Throws EntityAlreadyExists. */
export async function createNode(
  { Name, NodeId, Tags }: CreateNodeRequest,
  ports: Pick<Ports, 'store' | 'clock' | 'ids'>,
): Promise<CreateNodeResult> {
  const id = NodeId ?? `mi-${hash('sha256', ports.ids.token(), 'hex').slice(0, 17)}`;
  const wanted = { id, kind: NodeId === undefined ? ('ssm' as const) : ('heat' as const), name: Name };
  try {
    const { token } = await create({ ...wanted, ...(Tags && { tags: Tags }) }, ports);
    return { NodeId: id, Token: token };
  } catch (error) {
    throw error instanceof WriteConflict ? nodeAlreadyExists(id) : error;
  }
}
