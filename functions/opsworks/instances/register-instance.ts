import type { RegisterInstanceRequest, RegisterInstanceResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import { nextOrder } from '../../ports/order.ts';
import { newNode } from '../../nodes/node.ts';
import { deploymentWrites, newEvent } from '../deployments/record.ts';
import { startDeployment } from '../deployments/start.ts';
import { requireStack } from '../stacks/record.ts';
import { adding, allWithin, writeWithin } from '../stacks/within.ts';
import { checkCount, checkHostname, type InstanceRecord, suggestedHostname } from './record.ts';

/** Who registers a machine may set it up tomorrow. */
const day = 86_400;

/**
 * Makes a machine that is there already an instance of a stack. It is registered once its agent has run setup; RegisterNode gives the agent its token.
 * Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_RegisterInstance.html
 */
export async function registerInstance(
  input: RegisterInstanceRequest,
  ports: Pick<Ports, 'store' | 'ids' | 'clock' | 'workflows'>,
): Promise<RegisterInstanceResult> {
  const { store } = ports;
  const stack = await requireStack(store, input.StackId);
  const { id: stackId } = stack.value;
  const others = await allWithin<InstanceRecord>(store, 'instance', stackId);
  const Hostname = input.Hostname ?? suggestedHostname('node', others);
  checkCount(others);
  checkHostname(Hostname, others);
  const instance = newInstance(input, { stackId, Hostname }, ports);
  const setup = newEvent({ stackId, name: 'setup', instanceId: instance.id, timeoutSeconds: day }, ports);
  const node = newNode({ id: instance.id, kind: 'opsworks', name: Hostname, stack: stackId }, ports);
  await writeWithin(store, stack, [node.write, ...adding('instance', instance), ...deploymentWrites(setup)]);
  await startDeployment(setup, ports);
  return { InstanceId: instance.id };
}

/** The instance that an identity document names: that may be a managed node of SSM. */
function ec2InstanceOf(document: string | undefined): { Ec2InstanceId?: string } {
  const [, id] = /"instanceId"\s*:\s*"(m?i-[0-9a-f]{8,17})"/.exec(document ?? '') ?? [];
  return id === undefined ? {} : { Ec2InstanceId: id };
}

function newInstance(
  { PublicIp, PrivateIp, InstanceIdentity }: RegisterInstanceRequest,
  { stackId, Hostname }: { stackId: string; Hostname: string },
  { ids, clock }: Pick<Ports, 'ids' | 'clock'>,
): InstanceRecord {
  const now = clock.now();
  return {
    id: ids.uuid(),
    stackId,
    order: nextOrder(now),
    createdAt: now,
    layerIds: [],
    status: 'registering',
    settings: {
      Hostname,
      ...(PublicIp !== undefined && { PublicIp }),
      ...(PrivateIp !== undefined && { PrivateIp }),
      InfrastructureClass: InstanceIdentity?.Document === undefined ? 'on-premises' : 'ec2',
      RegisteredBy: 'quaymaster',
      ...ec2InstanceOf(InstanceIdentity?.Document),
      AgentVersion: 'INHERIT',
      Architecture: 'x86_64',
      Os: 'Custom',
    },
  };
}
