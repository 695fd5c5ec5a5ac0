import type { CreateDeploymentRequest, DeploymentCommandName } from '@aws-sdk/client-opsworks';
import { createNodeToken } from '../../../functions/nodes/actions/create-node-token.ts';
import { createDeployment } from '../../../functions/opsworks/deployments/create-deployment.ts';
import { assignInstance } from '../../../functions/opsworks/instances/assign-instance.ts';
import { deregisterInstance } from '../../../functions/opsworks/instances/deregister-instance.ts';
import { registerInstance } from '../../../functions/opsworks/instances/register-instance.ts';
import { stopInstance } from '../../../functions/opsworks/instances/stop-instance.ts';
import { unassignInstance } from '../../../functions/opsworks/instances/unassign-instance.ts';
import { watchConnections } from '../../../functions/opsworks/tasks/watch-connections.ts';
import { callerOf } from '../automation/requests.ts';
import { addMachine, type Machines } from '../nodes/machines.ts';
import type { World } from '../world.ts';
import { instancesIn } from './records.ts';
import type { Stack } from './stack.ts';

const ofApps: DeploymentCommandName[] = [
  'deploy',
  'deploy',
  'deploy',
  'rollback',
  'undeploy',
  'start',
  'stop',
  'restart',
];
const others: DeploymentCommandName[] = ['setup', 'configure', 'update_custom_cookbooks', 'install_dependencies'];

/** Runs some command on all instances, on those of a layer or on one. */
export const deploy = (world: World, { id: StackId, app, layers }: Stack) => {
  const { random } = world;
  const isOfApp = random.happens(0.7);
  const Name = isOfApp ? random.pick(ofApps) : random.pick(others);
  const instance = random.pick(instancesIn(world.records))?.id ?? '';
  const where = random.pick([{}, {}, { LayerIds: [random.pick(layers) ?? ''] }, { InstanceIds: [instance] }] as const);
  const input = { StackId, Command: { Name }, ...(isOfApp && { AppId: app }), ...where } as CreateDeploymentRequest;
  return world.request(async (gated) => {
    const { DeploymentId: id = '' } = await createDeployment(input, gated, callerOf('admin'));
    return { what: 'deploy', id };
  });
};

/** A new machine comes, and gets an agent unless somebody is interrupted. */
export const register = (world: World, machines: Machines, { id: StackId }: Stack) =>
  world.request(async (gated) => {
    const { InstanceId: id = '' } = await registerInstance({ StackId }, gated);
    const { Token } = await createNodeToken({ NodeId: id, StackId }, gated);
    addMachine(machines, id, Token);
    return { what: 'register', id };
  });

export const assign = (world: World, InstanceId: string, LayerIds: string[]) =>
  world.request(async (gated) => {
    await assignInstance({ InstanceId, LayerIds }, gated);
    return { what: 'assign', id: InstanceId };
  });

export const unassign = (world: World, InstanceId: string) =>
  world.request(async (gated) => {
    await unassignInstance({ InstanceId }, gated);
    return { what: 'unassign', id: InstanceId };
  });

export const deregister = (world: World, InstanceId: string) =>
  world.request(async (gated) => {
    await deregisterInstance({ InstanceId }, gated);
    return { what: 'deregister', id: InstanceId };
  });

/** Machines are not stopped from here. */
export const stop = (world: World, InstanceId: string) =>
  world.request(async (gated) => {
    await stopInstance({ InstanceId }, gated);
    return { what: 'stop', id: InstanceId };
  });

/** What is looked at every minute. */
export const watch = (world: World) => world.request(async (gated) => void (await watchConnections(gated)));
