import { getNode } from '../../nodes/node.ts';
import { isOfAws } from '../../ports/aws-api.ts';
import type { Ports } from '../../ports/ports.ts';
import { type InstanceRecord, isRegistered } from '../instances/record.ts';
import { addServiceError } from '../service-errors/record.ts';
import { changing, type Placed } from '../stacks/within.ts';
import { callerFor } from './record.ts';

type Needs = Pick<Ports, 'store' | 'nodes' | 'clock' | 'ids'>;

/**
 * Whether the commands of an instance go through SSM Run Command: it is a managed node of SSM, and no agent of ours ever came for it. Found out once,
 * at the first command, and kept.
 */
export async function isManagedNode({ stack, found }: Placed<InstanceRecord>, ports: Needs): Promise<boolean> {
  const { id, settings, isManaged = false } = found.value;
  const { Ec2InstanceId } = settings;
  if (Ec2InstanceId === undefined || !isRegistered(found.value)) return false;
  if ((await getNode(id, ports.store))?.lastSeen !== undefined) return false;
  if (isManaged) return true;
  try {
    const away = await ports.nodes.unavailable([Ec2InstanceId], callerFor(stack.value, `opsworks-${id}`));
    if (away.length > 0) return false;
  } catch (error) {
    if (!isOfAws(error)) throw error;
    const message = `SSM could not be asked after ${Ec2InstanceId}, so its commands wait for our agent: ${error.message}`;
    await addServiceError({ stackId: stack.value.id, instanceId: id, type: 'run_command', message }, ports);
    return false;
  }
  await ports.store.write([changing('instance', found, { isManaged: true })]);
  return true;
}
