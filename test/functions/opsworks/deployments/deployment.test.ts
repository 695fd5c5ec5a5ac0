import { openOpsworks, type Stage } from '../stage.ts';

async function twoMachines() {
  const stage = await openOpsworks();
  const stack = await stage.stack({ CustomJson: '{"a":{"b":1,"c":1},"s":true}' });
  const layer = await stage.layer(stack, 'web', { CustomJson: '{"a":{"b":2},"l":[1]}' });
  const one = await stage.online(stack, layer, 'web1');
  const two = await stage.online(stack, layer, 'web2');
  await one.agent.work();
  return { ...stage, stackId: stack, layerId: layer, one, two };
}

const deploymentOf = async (stage: Pick<Stage, 'call'>, id: string) => {
  const { Deployments } = await stage.call('DescribeDeployments', { DeploymentIds: [id] });
  return (Deployments as Record<string, unknown>[])[0] ?? {};
};
const commandsOf = async (stage: Pick<Stage, 'call'>, id: string) => {
  const { Commands } = await stage.call('DescribeCommands', { DeploymentId: id });
  return (Commands as Record<string, unknown>[]).map(({ Status, ExitCode }) => [Status, ExitCode]);
};
const create = (stage: Pick<Stage, 'id'>, StackId: string, more: object) =>
  stage.id('CreateDeployment', { StackId, ...more }, 'DeploymentId');

describe('a deployment', () => {
  it('runs until all its commands are over, and fails when one of them did', async () => {
    const stage = await twoMachines();
    const id = await create(stage, stage.stackId, { Command: { Name: 'configure' }, Comment: 'why' });

    await stage.one.agent.work({ state: 'failed', exitCode: 3 });
    const halfway = await deploymentOf(stage, id);
    stage.clock.advance(61_500);
    await stage.two.agent.work();

    expect(halfway).toMatchObject({ Status: 'running', Comment: 'why', Command: { Name: 'configure', Args: {} } });
    expect(halfway).not.toHaveProperty('CompletedAt');
    expect(await deploymentOf(stage, id)).toMatchObject({
      Status: 'failed',
      CreatedAt: '2026-01-01T00:00:00+00:00',
      CompletedAt: '2026-01-01T00:01:01+00:00',
      Duration: 61,
    });
    expect((await commandsOf(stage, id)).sort()).toEqual([
      ['failed', 3],
      ['successful', 0],
    ]);
  });

  it('gives agents what is merged of the custom JSON of stack, layers and deployment', async () => {
    const stage = await twoMachines();
    await create(stage, stage.stackId, {
      Command: { Name: 'execute_recipes', Args: { recipes: ['a::b', 'c'] } },
      InstanceIds: [stage.one.instance],
      CustomJson: '{"a":{"c":3},"__proto__":{"x":1},"l":{"d":1}}',
    });
    await stage.settled();

    const [work] = await stage.one.agent.poll();

    expect(JSON.stringify(work?.payload.json)).toBe('{"a":{"b":2,"c":3},"s":true,"l":{"d":1},"__proto__":{"x":1}}');
    expect(work?.payload.recipes).toEqual(['a::b', 'c']);
    expect(work?.payload.layers).toEqual(['web']);
  });

  it('deploys the app as it was when it was asked for, secrets included, and forgets them when it is over', async () => {
    const stage = await twoMachines();
    const AppSource = { Type: 'git', Url: 'git://x', Revision: 'one', Username: 'u', Password: 'p' };
    const Environment = [{ Key: 'TOKEN', Value: 'secret', Secure: true }];
    const app = await stage.app(stage.stackId, 'Shop', { AppSource, Environment });
    const wanted = { Command: { Name: 'deploy' }, AppId: app, InstanceIds: [stage.one.instance] };

    const id = await create(stage, stage.stackId, wanted);
    await stage.call('UpdateApp', { AppId: app, AppSource: { Revision: 'two' } });
    await stage.settled();
    const [work] = await stage.one.agent.poll();
    if (work) await stage.one.agent.begin(work).then(() => stage.one.agent.finish(work));

    expect(work?.payload.apps[0]).toMatchObject({
      shortname: 'shop',
      source: { type: 'git', url: 'git://x', revision: 'one', username: 'u', password: 'p' },
      environment: [{ key: 'TOKEN', value: 'secret', secure: true }],
    });
    const { items } = await stage.ports.store.list({ partition: `opsworks-deployment#${id}` });
    expect(items.map(({ sort }) => sort.split('#')[0])).toEqual(['command', 'deployment']);
  });

  it.each([
    ['install_dependencies', ['git', 'curl', 'nginx']],
    ['setup', ['git', 'curl', 'nginx']],
    ['configure', undefined],
  ])('of %s names the packages of the layers an instance is in: %p', async (Name, packages) => {
    const stage = await openOpsworks();
    const stack = await stage.stack();
    const layer = await stage.layer(stack, 'web', { Packages: ['git', 'curl'] });
    const other = await stage.layer(stack, 'proxy', { Packages: ['nginx', 'git'] });
    await stage.layer(stack, 'database', { Packages: ['postgresql'] });
    const { instance, agent } = await stage.register(stack, 'web1');
    await stage.call('AssignInstance', { InstanceId: instance, LayerIds: [layer, other] });
    await agent.work();
    await create(stage, stack, { Command: { Name } });
    await stage.settled();

    const [work] = await agent.poll();

    expect(work?.payload.packages).toEqual(packages);
  });

  it('takes the revision that custom JSON names for the app', async () => {
    const stage = await twoMachines();
    const app = await stage.app(stage.stackId, 'Shop', { AppSource: { Type: 'git', Url: 'git://x', Revision: 'one' } });
    const CustomJson = '{"deploy":{"shop":{"scm":{"revision":"abc"}}}}';
    await create(stage, stage.stackId, { Command: { Name: 'deploy' }, AppId: app, CustomJson });
    await stage.settled();

    const [work] = await stage.one.agent.poll();

    expect(work?.payload.apps[0]?.source.revision).toBe('abc');
  });

  it('runs on the instances of layers and on named ones, but for those that are not online', async () => {
    const stage = await twoMachines();
    const other = await stage.layer(stage.stackId, 'other');
    const spare = await stage.register(stage.stackId, 'spare');
    const both = await create(stage, stage.stackId, {
      Command: { Name: 'configure' },
      LayerIds: [other],
      InstanceIds: [stage.two.instance, spare.instance],
    });

    expect(await deploymentOf(stage, both)).toMatchObject({ InstanceIds: [stage.two.instance] });
  });

  it('fails the command of an instance whose agent never comes for it', async () => {
    const stage = await twoMachines();
    const id = await create(stage, stage.stackId, {
      Command: { Name: 'configure' },
      InstanceIds: [stage.one.instance],
    });
    await stage.settled();

    stage.clock.advance(2 * 3600_000 + 300_000);
    await stage.settled();

    expect(await commandsOf(stage, id)).toEqual([['failed', 1]]);
    expect(await deploymentOf(stage, id)).toMatchObject({ Status: 'failed' });
  });

  it('is told to listeners when it is over, the life-cycle of instances is not', async () => {
    const stage = await twoMachines();
    const id = await create(stage, stage.stackId, {
      Command: { Name: 'configure' },
      InstanceIds: [stage.one.instance],
    });
    await stage.one.agent.work();

    expect(
      stage.events.map(({ detailType, detail }) => [detailType, detail['deployment-id'], detail['status']]),
    ).toEqual([['OpsWorks Deployment State Change', id, 'successful']]);
  });

  it('keeps more than a hundred commands', async () => {
    const stage = await openOpsworks();
    const stack = await stage.stack();
    const layer = await stage.layer(stack);
    const machines = [];
    for (let number = 0; number < 101; number++) machines.push(await stage.register(stack, `web${number}`));
    const { ports } = stage;
    const { items } = await ports.store.list<object>({
      partition: `opsworks-stack#${stack}`,
      prefix: 'instance#',
      limit: 200,
    });
    for (const { version, ...item } of items)
      await ports.store.write([
        { put: { ...item, value: { ...item.value, status: 'online', layerIds: [layer] } }, expect: version },
      ]);

    const id = await create(stage, stack, { Command: { Name: 'configure' } });

    expect(await commandsOf(stage, id)).toHaveLength(101);
    for (const { agent } of machines) await agent.work();
    expect(await deploymentOf(stage, id)).toMatchObject({ Status: 'successful' });
  });
});

describe('CreateDeployment', () => {
  const refusals: [string, object, string][] = [
    ['a list as custom JSON', { CustomJson: '[1]' }, 'The custom JSON is not a JSON object'],
    [
      'custom JSON over 120 KB',
      { CustomJson: `{"a":"${'x'.repeat(122_880)}"}` },
      'The custom JSON must not be larger than 120 KB',
    ],
    [
      'custom JSON nested too deep',
      { CustomJson: `${'{"a":'.repeat(102)}1${'}'.repeat(102)}` },
      'The custom JSON is nested more than 100 deep',
    ],
    [
      'execute_recipes without recipes',
      { Command: { Name: 'execute_recipes' } },
      'Command execute_recipes needs the argument recipes',
    ],
    [
      'recipes that are none',
      { Command: { Name: 'execute_recipes', Args: { recipes: ['a; rm'] } } },
      'Command execute_recipes does not take [a; rm] as argument recipes',
    ],
    [
      'an argument that a command does not take',
      { Command: { Name: 'setup', Args: { toString: ['x'] } } },
      'Command setup takes no argument toString',
    ],
    [
      'an upgrade without a reboot',
      { Command: { Name: 'update_dependencies', Args: { upgrade_os_to: ['x'] } } },
      'To upgrade the operating system, allow_reboot must be true',
    ],
    [
      'an app command without an app',
      { Command: { Name: 'rollback' } },
      'Please provide an app ID: command rollback acts on an app',
    ],
    ['a stack without running instances', {}, 'Please provide at least an instance ID of one running instance'],
  ];

  it.each(refusals)('refuses %s and writes nothing', async (_, more, message) => {
    const stage = await openOpsworks();
    const StackId = await stage.stack();

    const sent = stage.call('CreateDeployment', { StackId, Command: { Name: 'setup' }, ...more });

    await expect(sent).rejects.toMatchObject({ name: 'ValidationException', message });
    expect(await stage.call('DescribeDeployments', { StackId })).toEqual({ Deployments: [] });
  });

  it('refuses the app of another stack as one that is not there', async () => {
    const stage = await twoMachines();
    const app = await stage.app(await stage.stack({ Name: 'other' }));

    const sent = create(stage, stage.stackId, { Command: { Name: 'deploy' }, AppId: app });

    await expect(sent).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `Unable to find app with ID ${app}`,
    });
  });
});
