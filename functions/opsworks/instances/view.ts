import type { Instance } from '@aws-sdk/client-opsworks';
import { getCommand } from '../../nodes/command.ts';
import { getNode, isConnected, type NodeRecord } from '../../nodes/node.ts';
import type { Ports } from '../../ports/ports.ts';
import type { StackRecord } from '../stacks/record.ts';
import { wireTime } from '../wire-time.ts';
import type { InstanceRecord, InstanceStatus } from './record.ts';

type Needs = Pick<Ports, 'store' | 'clock'>;

/** An instance and what is known of it at this moment. */
export interface SeenInstance {
  instance: InstanceRecord;
  status: InstanceStatus;
  node: NodeRecord | undefined;
}

const withAgent = new Set(['registering', 'assigning', 'online', 'setup_failed']);

/** Looks after an instance: whether its agent is heard of, and whether it runs setup. */
export async function look(instance: InstanceRecord, { store, clock }: Needs): Promise<SeenInstance> {
  if (!withAgent.has(instance.status))
    return { instance, status: instance.status, node: await nodeOf(instance, store) };
  const [node, setup] = await Promise.all([
    nodeOf(instance, store),
    instance.setup === undefined ? undefined : getCommand(instance.setup, store),
  ]);
  // What SSM sees of its nodes is asked when they are to do something.
  if (instance.isManaged && node?.lastSeen === undefined) return { instance, status: instance.status, node };
  const isSilent = !node || !isConnected(node, clock.now());
  if (instance.status === 'online' && isSilent) return { instance, status: 'connection_lost', node };
  return { instance, status: setup?.state === 'running' ? 'running_setup' : instance.status, node };
}

const nodeOf = ({ id }: InstanceRecord, store: Needs['store']) => getNode(id, store);

/** Whether an instance's agent is heard of. */
export async function hasAgent(instanceId: string, { store, clock }: Needs): Promise<boolean> {
  const node = await getNode(instanceId, store);
  return node !== undefined && isConnected(node, clock.now());
}

/** An instance as it is shown, with what its agent says of its machine. */
export function instanceView(stack: StackRecord, { instance, status, node }: SeenInstance): Instance {
  const { platform, address } = node?.reported ?? {};
  const { id, stackId, layerIds, createdAt, settings, lastServiceErrorId } = instance;
  return {
    ...(platform && { Platform: platform, ReportedOs: { Family: platform, Name: platform, Version: '' } }),
    ...(address && { PrivateIp: address }),
    ...(node?.agentVersion && { ReportedAgentVersion: node.agentVersion }),
    ...settings,
    InstanceId: id,
    StackId: stackId,
    Arn: `arn:aws:opsworks:${stack.settings.Region}:${stack.account}:instance/${id}`,
    LayerIds: layerIds,
    Status: status,
    CreatedAt: wireTime(createdAt),
    LastServiceErrorId: lastServiceErrorId,
  };
}
