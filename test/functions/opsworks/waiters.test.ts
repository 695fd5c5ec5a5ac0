import {
  waitUntilAppExists,
  waitUntilDeploymentSuccessful,
  waitUntilInstanceOnline,
  waitUntilInstanceRegistered,
  waitUntilInstanceStopped,
  waitUntilInstanceTerminated,
} from '@aws-sdk/client-opsworks';
import { openWorld, type World } from './world.ts';

type Wait = (world: World) => Promise<{ state: string }>;

/** A waiter that looks once: what it waits for is there already. */
const settings = ({ client }: World) => ({ client: client(), maxWaitTime: 20 });

const waits: [string, Wait][] = [
  ['AppExists', (world) => waitUntilAppExists(settings(world), { AppIds: [world.ids.app] })],
  [
    'DeploymentSuccessful',
    (world) => waitUntilDeploymentSuccessful(settings(world), { DeploymentIds: [world.ids.deployment] }),
  ],
  ['InstanceOnline', (world) => waitUntilInstanceOnline(settings(world), { InstanceIds: [world.ids.instance] })],
  [
    'InstanceRegistered',
    async (world) => {
      const { instance } = await world.register(world.ids.stack, 'spare');
      return waitUntilInstanceRegistered(settings(world), { InstanceIds: [instance] });
    },
  ],
  ['InstanceStopped', (world) => waitUntilInstanceStopped(settings(world), { InstanceIds: [world.ids.ec2] })],
  [
    'InstanceTerminated',
    async (world) => {
      await world.call('DeleteInstance', { InstanceId: world.ids.ec2 });
      return waitUntilInstanceTerminated(settings(world), { InstanceIds: [world.ids.ec2] });
    },
  ],
];

describe('the waiters of the official client', () => {
  it.each(waits)('%s sees that it is so', async (_, wait) => {
    const world = await openWorld();

    expect(await wait(world)).toMatchObject({ state: 'SUCCESS' });
  });

  it('DeploymentSuccessful ends at once when a deployment failed', async () => {
    const world = await openWorld();
    const input = { StackId: world.ids.stack, Command: { Name: 'configure' } };
    const id = await world.id('CreateDeployment', input, 'DeploymentId');
    await world.agent.work({ state: 'failed', exitCode: 1 });

    const waited = waitUntilDeploymentSuccessful(settings(world), { DeploymentIds: [id] });

    await expect(waited).rejects.toThrow('FAILURE');
  });

  it('InstanceOnline ends at once when setup failed', async () => {
    const world = await openWorld();
    await world.call('CreateDeployment', { StackId: world.ids.stack, Command: { Name: 'setup' } });
    await world.agent.work({ state: 'failed', exitCode: 1 });

    const waited = waitUntilInstanceOnline(settings(world), { InstanceIds: [world.ids.instance] });

    await expect(waited).rejects.toThrow('FAILURE');
  });
});
