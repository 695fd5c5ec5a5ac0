import type { DescribeCommandsRequest, DescribeCommandsResult } from '@aws-sdk/client-opsworks';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { getDeployment } from '../deployments/record.ts';
import { resourceNotFound } from '../errors.ts';
import { allOf, onlySelector } from '../selector.ts';
import { requireWithin } from '../stacks/within.ts';
import { commandsOf, commandView, findCommand, newestCommands, type StoredCommand } from './record.ts';

const words = 'Please provide one or more command IDs, a deployment ID or an instance ID';
const most = 100;

/**
 * The commands of a deployment, of an instance (its newest hundred, the newest first), or those of the given ids.
 * Throws ResourceNotFoundException, ValidationException.
 * Source: https://docs.aws.amazon.com/opsworks/latest/APIReference/API_DescribeCommands.html
 */
export async function describeCommands(
  input: DescribeCommandsRequest,
  ports: Pick<Ports, 'store' | 'objects'>,
): Promise<DescribeCommandsResult> {
  const commands = await found(input, ports.store);
  return { Commands: await Promise.all(commands.map(({ value }) => commandView(value, ports))) };
}

async function found(input: DescribeCommandsRequest, store: Store): Promise<StoredCommand[]> {
  switch (onlySelector(input, ['DeploymentId', 'InstanceId', 'CommandIds'], words)) {
    case 'DeploymentId':
      return ofDeployment(store, input.DeploymentId);
    case 'InstanceId':
      return newestCommands(store, (await requireWithin(store, 'instance', input.InstanceId)).found.value.id, most);
    case 'CommandIds':
      return allOf('command', input.CommandIds ?? [], (id) => findCommand(store, id));
  }
}

async function ofDeployment(store: Store, id = ''): Promise<StoredCommand[]> {
  const deployment = await getDeployment(store, id);
  if (!deployment || deployment.value.isEvent) throw resourceNotFound('deployment', id);
  const commands = await commandsOf(store, id);
  return commands.sort((one, other) => (one.value.order < other.value.order ? -1 : 1));
}
