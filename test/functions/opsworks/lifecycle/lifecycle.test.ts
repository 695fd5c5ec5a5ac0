import { openOpsworks } from '../stage.ts';

describe('the life-cycle of an instance', () => {
  it('goes from registering over registered and assigning to online, with setup and configure', async () => {
    const stage = await openOpsworks();
    const stack = await stage.stack();
    const layer = await stage.layer(stack);
    const instance = await stage.id('RegisterInstance', { StackId: stack, Hostname: 'web1' }, 'InstanceId');
    await stage.settled();
    const statuses = [await stage.statusOf(instance)];

    const agent = await stage.agentOf(instance);
    const [setup] = await agent.poll();
    if (!setup) throw new Error('no setup');
    await agent.begin(setup);
    statuses.push(await stage.statusOf(instance));
    await agent.finish(setup);
    statuses.push(await stage.statusOf(instance));
    await stage.call('AssignInstance', { InstanceId: instance, LayerIds: [layer] });
    statuses.push(await stage.statusOf(instance));
    const done = await agent.work();
    statuses.push(await stage.statusOf(instance));

    expect(statuses).toEqual(['registering', 'running_setup', 'registered', 'assigning', 'online']);
    expect(done).toEqual(['setup', 'configure']);
  });
});
