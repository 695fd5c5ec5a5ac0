import type { Ports } from '../../ports/ports.ts';
import { InvalidPosition } from '../../ports/store.ts';
import { isConnected, listNodes as list, type NodeRecord } from '../node.ts';
import { invalidNextToken } from './errors.ts';

/** ListNodes's input and output: nodes by id, without their tokens. */
export interface ListNodesRequest {
  MaxResults?: number;
  NextToken?: string;
}
export interface ListNodesResult {
  Nodes: object[];
  NextToken?: string;
}

/** Lists nodes, 100 a page unless told. Throws InvalidNextToken. */
export async function listNodes(
  { MaxResults: limit = 100, NextToken: after }: ListNodesRequest,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
): Promise<ListNodesResult> {
  const page = await list({ limit, ...(after !== undefined && { after }) }, store).catch((error: unknown) => {
    throw error instanceof InvalidPosition ? invalidNextToken() : error;
  });
  const Nodes = page.items.map(({ value }) => shown(value, clock.now()));
  return page.next === undefined ? { Nodes } : { Nodes, NextToken: page.next };
}

const shown = (node: NodeRecord, now: number): object => ({
  NodeId: node.id,
  Name: node.name,
  Connected: isConnected(node, now),
  CreateDate: new Date(node.createdAt),
  ...(node.stack !== undefined && { StackId: node.stack }),
  ...(node.tags && { Tags: node.tags }),
  ...(node.agentVersion !== undefined && { AgentVersion: node.agentVersion }),
  ...(node.reported?.platform !== undefined && { Platform: node.reported.platform }),
  ...(node.lastSeen !== undefined && { LastSeen: new Date(node.lastSeen) }),
});
