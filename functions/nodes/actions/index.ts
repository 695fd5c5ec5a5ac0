import type { Caller } from '../../api/action.ts';
import type { Resources, Service } from '../../api/service.ts';
import { createNode } from './create-node.ts';
import { createNodeToken } from './create-node-token.ts';
import { deleteNode } from './delete-node.ts';
import { listNodes } from './list-nodes.ts';

/** The operations of Quaymaster's own API that are about nodes. */
export const nodeActions: Service['actions'] = {
  CreateNode: createNode,
  CreateNodeToken: createNodeToken,
  DeleteNode: deleteNode,
  ListNodes: listNodes,
};

/** What they are to IAM: the nearest of SSM's and OpsWorks' own, so that policies for those carry over. */
export const nodeIamActions: Record<string, string> = {
  CreateNode: 'ssm:CreateActivation',
  CreateNodeToken: 'opsworks:RegisterInstance',
  DeleteNode: 'ssm:DeregisterManagedInstance',
  ListNodes: 'ssm:DescribeInstanceInformation',
};

/** What an operation on nodes is about, in the ARNs of those actions. */
export function nodeResources(
  operation: string,
  input: Record<string, unknown>,
  { region, account }: Caller,
): Resources {
  const { NodeId, StackId } = input;
  if (operation === 'DeleteNode') return [[`arn:aws:ssm:${region}:${account}:managed-instance/${String(NodeId)}`]];
  if (operation === 'CreateNodeToken' && typeof StackId === 'string')
    return [[`arn:aws:opsworks:${region}:${account}:stack/${StackId}/`]];
  return [['*']];
}
