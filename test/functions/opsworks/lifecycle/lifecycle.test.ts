import { allNodes } from '../../../../functions/nodes/node.ts';
import { watchConnections } from '../../../../functions/opsworks/tasks/watch-connections.ts';
import { WriteConflict } from '../../../../functions/ports/store.ts';
import { openOpsworks, type Stage } from '../stage.ts';

async function withLayer() {
  const stage = await openOpsworks();
  const stack = await stage.stack();
  return { ...stage, stackId: stack, layerId: await stage.layer(stack) };
}

const commandsOf = async (stage: Pick<Stage, 'call'>, InstanceId: string) => {
  const { Commands } = await stage.call('DescribeCommands', { InstanceId });
  return (Commands as { Type: string; Status: string; DeploymentId?: string }[]).map(
    ({ Type, Status }) => `${Type} ${Status}`,
  );
};

describe('the life-cycle of an instance', () => {
  it('goes from registering over registered and assigning to online, with setup and configure', async () => {
    const stage = await withLayer();
    const instance = await stage.id('RegisterInstance', { StackId: stage.stackId, Hostname: 'web1' }, 'InstanceId');
    await stage.settled();
    const statuses = [await stage.statusOf(instance)];

    const agent = await stage.agentOf(instance);
    const [setup] = await agent.poll();
    if (!setup) throw new Error('no setup');
    await agent.begin(setup);
    statuses.push(await stage.statusOf(instance));
    await agent.finish(setup);
    statuses.push(await stage.statusOf(instance));
    await stage.call('AssignInstance', { InstanceId: instance, LayerIds: [stage.layerId] });
    statuses.push(await stage.statusOf(instance));
    const done = await agent.work();
    statuses.push(await stage.statusOf(instance));

    expect(statuses).toEqual(['registering', 'running_setup', 'registered', 'assigning', 'online']);
    expect(done).toEqual(['setup', 'configure']);
    expect(await stage.call('DescribeDeployments', { StackId: stage.stackId })).toEqual({ Deployments: [] });
    expect(await commandsOf(stage, instance)).toEqual(['configure successful', 'setup successful', 'setup successful']);
  });

  it('has one node for each instance, also of those that are registered at the same time', async () => {
    const stage = await withLayer();
    const instances = await Promise.all(
      [1, 2, 3].map(() => stage.id('RegisterInstance', { StackId: stage.stackId }, 'InstanceId')),
    );

    const nodes = await allNodes(stage.ports.store);
    expect(nodes.map(({ id }) => id)).toEqual(instances.sort());
    expect(nodes.map(({ name }) => name).sort()).toEqual(['node1', 'node2', 'node3']);
  });

  it('deploys the apps that have a source with setup, and runs the recipes of Setup and Deploy', async () => {
    const stage = await withLayer();
    await stage.app(stage.stackId, 'Shop', { AppSource: { Type: 'git', Url: 'git://x' } });
    await stage.app(stage.stackId, 'Nothing');
    await stage.call('UpdateLayer', { LayerId: stage.layerId, CustomRecipes: { Setup: ['a'], Deploy: ['b', 'a'] } });
    const { instance, agent } = await stage.register(stage.stackId, 'web1');
    await stage.call('AssignInstance', { InstanceId: instance, LayerIds: [stage.layerId] });
    await stage.settled();

    const [work] = await agent.poll();

    expect(work?.payload.apps.map(({ shortname }) => shortname)).toEqual(['shop']);
    expect(work?.payload.recipes).toEqual(['a', 'b']);
  });

  it('lets every instance configure when one comes, and only the last of those that pile up', async () => {
    const stage = await withLayer();
    const first = await stage.online(stage.stackId, stage.layerId, 'web1');
    await stage.online(stage.stackId, stage.layerId, 'web2');
    await stage.online(stage.stackId, stage.layerId, 'web3');

    expect(await first.agent.work()).toEqual(['configure']);
    expect((await commandsOf(stage, first.instance)).slice(0, 3)).toEqual([
      'configure successful',
      'configure skipped',
      'configure successful',
    ]);
  });

  it('fails setup, and comes online when the setup command succeeds later', async () => {
    const stage = await withLayer();
    const { instance, agent } = await stage.register(stage.stackId, 'web1');
    await stage.call('AssignInstance', { InstanceId: instance, LayerIds: [stage.layerId] });
    await agent.work({ state: 'failed', exitCode: 1 });
    const failed = await stage.statusOf(instance);

    const setup = { StackId: stage.stackId, Command: { Name: 'setup' } };
    const unnamed = stage.call('CreateDeployment', setup);
    await expect(unnamed).rejects.toMatchObject({ name: 'ValidationException' });
    await stage.call('CreateDeployment', { ...setup, InstanceIds: [instance] });
    await agent.work();

    expect([failed, await stage.statusOf(instance)]).toEqual(['setup_failed', 'online']);
  });

  it('takes an instance out of its layers once it has shut down, and lets the others configure', async () => {
    const stage = await withLayer();
    await stage.call('UpdateLayer', { LayerId: stage.layerId, CustomRecipes: { Shutdown: ['bye'] } });
    const stays = await stage.online(stage.stackId, stage.layerId, 'web1');
    const goes = await stage.online(stage.stackId, stage.layerId, 'web2');
    await stays.agent.work();

    await stage.call('UnassignInstance', { InstanceId: goes.instance });
    const status = await stage.statusOf(goes.instance);
    const done = await goes.agent.work();

    expect([status, done]).toEqual(['unassigning', ['shutdown']]);
    const { Instances } = await stage.call('DescribeInstances', { InstanceIds: [goes.instance] });
    expect(Instances).toMatchObject([{ Status: 'registered', LayerIds: [] }]);
    expect(await stays.agent.work()).toEqual(['configure']);
  });

  it('takes an instance out of its stack, its commands and its token with it', async () => {
    const stage = await withLayer();
    const { instance, agent } = await stage.online(stage.stackId, stage.layerId, 'web1');
    const DeploymentId = await stage.id(
      'CreateDeployment',
      { StackId: stage.stackId, Command: { Name: 'configure' } },
      'DeploymentId',
    );
    await stage.settled();

    await stage.call('DeregisterInstance', { InstanceId: instance });
    const status = await stage.statusOf(instance);
    await expect(agent.work()).rejects.toThrow('401');

    expect(status).toBe('deregistering');
    expect(await stage.call('DescribeInstances', { StackId: stage.stackId })).toEqual({ Instances: [] });
    const { Commands } = await stage.call('DescribeCommands', { DeploymentId });
    expect(Commands).toMatchObject([{ Status: 'skipped' }]);
  });

  it('takes one out at once whose agent is silent, and fails what it was doing', async () => {
    const stage = await withLayer();
    const { instance, agent } = await stage.online(stage.stackId, stage.layerId, 'web1');
    const input = { StackId: stage.stackId, Command: { Name: 'configure' } };
    const DeploymentId = await stage.id('CreateDeployment', input, 'DeploymentId');
    await stage.settled();
    const [work] = await agent.poll();
    if (work) await agent.begin(work);
    stage.clock.advance(300_000);

    await stage.call('DeregisterInstance', { InstanceId: instance });
    await stage.settled();

    expect(await stage.call('DescribeInstances', { StackId: stage.stackId })).toEqual({ Instances: [] });
    const { Deployments } = await stage.call('DescribeDeployments', { DeploymentIds: [DeploymentId] });
    expect(Deployments).toMatchObject([{ Status: 'failed' }]);
  });

  it('loses the connection after five minutes of silence, is no target then, and has it again when its agent is back', async () => {
    const stage = await withLayer();
    const silent = await stage.online(stage.stackId, stage.layerId, 'web1');
    const other = await stage.online(stage.stackId, stage.layerId, 'web2');
    await silent.agent.work();
    stage.clock.advance(299_000);
    await other.agent.poll();
    const before = await stage.statusOf(silent.instance);
    stage.clock.advance(1000);
    const lost = await stage.statusOf(silent.instance);
    const changes = [await watchConnections(stage.ports), await watchConnections(stage.ports)];
    const told = await other.agent.work();

    await silent.agent.work();
    changes.push(await watchConnections(stage.ports));

    expect([before, lost, await stage.statusOf(silent.instance)]).toEqual(['online', 'connection_lost', 'online']);
    expect([changes, told]).toEqual([[1, 0, 1], ['configure']]);
  });

  it('has every stack told of lost connections, also after a lost race for one of them', async () => {
    const stage = await withLayer();
    await stage.online(stage.stackId, stage.layerId, 'web1');
    const stackId = await stage.stack({ Name: 'other' });
    await stage.online(stackId, await stage.layer(stackId), 'web2');
    stage.clock.advance(300_000);
    const { store } = stage.ports;
    const before = { ...store };
    store.write = async () => {
      Object.assign(store, before);
      throw new WriteConflict('somebody was faster');
    };

    await watchConnections(stage.ports);

    const { items } = await store.list<{ isLost?: true }>({
      partition: `opsworks-stack#${stackId}`,
      prefix: 'instance#',
    });
    expect(items.map(({ value }) => value.isLost)).toEqual([true]);
  });

  it('refuses what its state does not allow', async () => {
    const stage = await withLayer();
    const InstanceId = await stage.id('RegisterInstance', { StackId: stage.stackId }, 'InstanceId');
    const refusals: [Parameters<typeof stage.call>[0], object, string][] = [
      [
        'AssignInstance',
        { LayerIds: [stage.layerId] },
        `Instance ${InstanceId} is registering; only a registered one can be assigned`,
      ],
      ['AssignInstance', { LayerIds: [] }, 'Please provide at least one layer ID'],
      ['UnassignInstance', {}, `Instance ${InstanceId} is registering; only an instance of a layer can be unassigned`],
      [
        'UpdateInstance',
        { Hostname: '-x' },
        '-x is no valid host name: it has 1 to 63 of the characters a-z, 0-9 and -, and begins and ends with none of -',
      ],
    ];

    for (const [operation, more, message] of refusals)
      await expect(stage.call(operation, { InstanceId, ...more })).rejects.toMatchObject({
        name: 'ValidationException',
        message,
      });
  });
});
