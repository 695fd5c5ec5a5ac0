import { gunzipSync } from 'node:zlib';
import { AwsError, AwsUnreachable } from '../../../../functions/ports/aws-api.ts';
import { hearRunCommand, watchRunCommands } from '../../../../functions/opsworks/tasks/run-commands.ts';
import { reconcile } from '../../../../functions/opsworks/tasks/reconcile.ts';
import { openOpsworks, type Stage } from '../stage.ts';

const CommandId = '11111111-2222-3333-4444-555555555555';
const role = 'arn:aws:iam::000000000000:role/quaymaster-automation-opsworks';
const Document = '{"instanceId" : "i-0123456789abcdef0", "region" : "us-east-1"}';
const online = { InstanceInformationList: [{ InstanceId: 'i-0123456789abcdef0', PingStatus: 'Online' }] };
const plugin = { Name: 'aws:runShellScript', Output: 'Chef Infra Client finished\n', ResponseCode: 0 };

const standing = ({ aws }: Pick<Stage, 'aws'>, Status: string, more: object = {}) => {
  aws.on('ssm.ListCommands', { Commands: [{ CommandId, Status }] });
  aws.on('ssm.ListCommandInvocations', { CommandInvocations: [{ CommandPlugins: [{ ...plugin, ...more }] }] });
};

/** A machine of EC2 that SSM manages, in a layer with recipes, and without an agent of ours. */
async function managedMachine(more: object = {}) {
  const stage = await openOpsworks();
  stage.aws.on('ssm.DescribeInstanceInformation', online);
  stage.aws.on('ssm.SendCommand', { Command: { CommandId, Status: 'Pending' } });
  standing(stage, 'InProgress');
  const stack = await stage.stack({
    ...{ ServiceRoleArn: role, UseCustomCookbooks: true },
    CustomCookbooksSource: { Type: 'git', Url: 'https://git.test/cookbooks.git', Revision: 'main' },
    CustomJson: '{"told":1}',
    ...more,
  });
  const CustomRecipes = { Setup: ['base'], Deploy: ['shop::deploy'] };
  const layer = await stage.layer(stack, 'web', { CustomRecipes });
  const input = { StackId: stack, Hostname: 'web1', InstanceIdentity: { Document, Signature: 's' } };
  const instance = await stage.id('RegisterInstance', input, 'InstanceId');
  await stage.settled();
  const app = await stage.app(stack, 'Shop', {
    AppSource: { Type: 'git', Url: 'https://git.test/shop.git', Password: 'of-source' },
    Environment: [
      { Key: 'A', Value: '1' },
      { Key: 'B', Value: 'of-environment', Secure: true },
    ],
  });
  return { ...stage, stackId: stack, layerId: layer, instance, app };
}

type Machine = Awaited<ReturnType<typeof managedMachine>>;

const event = { source: 'aws.ssm', detail: { 'command-id': CommandId, status: 'Success' } };

const heard = async (machine: Machine) => {
  await machine.roles.as('EventsHear', () => hearRunCommand(event, machine.ports));
  await machine.settled();
};

/** … that is online. */
async function onlineMachine(more: object = {}) {
  const machine = await managedMachine(more);
  await machine.call('AssignInstance', { InstanceId: machine.instance, LayerIds: [machine.layerId] });
  await machine.settled();
  standing(machine, 'Success');
  await heard(machine);
  machine.aws.calls.length = 0;
  standing(machine, 'InProgress');
  return machine;
}

async function deploy(machine: Machine, command: object = { Name: 'deploy' }, app: object = { AppId: machine.app }) {
  const input = { StackId: machine.stackId, Command: command, ...app };
  const id = await machine.id('CreateDeployment', input, 'DeploymentId');
  await machine.settled();
  return id;
}

const commandOf = async ({ call }: Pick<Stage, 'call'>, DeploymentId: string) =>
  ((await call('DescribeCommands', { DeploymentId })).Commands as Record<string, unknown>[])[0];
const errorsOf = async ({ call }: Pick<Stage, 'call'>, InstanceId: string) =>
  ((await call('DescribeServiceErrors', { InstanceId })).ServiceErrors as { Message: string }[]).map(
    ({ Message }) => Message,
  );
const sentIn = ({ aws }: Pick<Stage, 'aws'>) =>
  aws.calls.filter(({ operation }) => operation === 'SendCommand').map(({ input }) => input);

describe('a managed node of SSM', () => {
  it('is registered and comes online by Run Command', async () => {
    const machine = await managedMachine();
    const statuses = [await machine.statusOf(machine.instance)];
    await machine.call('AssignInstance', { InstanceId: machine.instance, LayerIds: [machine.layerId] });
    await machine.settled();
    statuses.push(await machine.statusOf(machine.instance));

    standing(machine, 'Success');
    await heard(machine);

    expect([...statuses, await machine.statusOf(machine.instance)]).toEqual(['registered', 'assigning', 'online']);
    machine.clock.advance(3_600_000);
    expect(await machine.statusOf(machine.instance)).toBe('online');
    const { Instances } = await machine.call('DescribeInstances', { InstanceIds: [machine.instance] });
    expect(Instances).toMatchObject([{ Ec2InstanceId: 'i-0123456789abcdef0', InfrastructureClass: 'ec2' }]);
  });

  it('comes online also when no event comes', async () => {
    const machine = await managedMachine();
    await machine.call('AssignInstance', { InstanceId: machine.instance, LayerIds: [machine.layerId] });
    await machine.settled();
    standing(machine, 'Success');

    await machine.roles.as('OpsworksWatchRunCommands', () => watchRunCommands(machine.ports));

    expect(await machine.statusOf(machine.instance)).toBe('online');
  });

  it('runs the recipes of a deploy by AWS-ApplyChefRecipes, as the role of the stack, without secrets', async () => {
    const machine = await onlineMachine();

    const id = await deploy(machine);

    const { CommandId: ours } = (await commandOf(machine, id)) ?? {};
    const [call] = machine.aws.calls.filter(({ operation }) => operation === 'SendCommand');
    const { Parameters, ...sent } = call?.input ?? {};
    expect(call).toMatchObject({
      service: 'ssm',
      roleArn: role,
      sessionName: `opsworks-${String(ours)}`,
      region: 'us-east-1',
    });
    expect(sent).toEqual({
      DocumentName: 'AWS-ApplyChefRecipes',
      InstanceIds: ['i-0123456789abcdef0'],
      Comment: `OpsWorks ${id}/${String(ours)}`,
      TimeoutSeconds: 3600,
    });
    const { JsonAttributesContent, ...others } = Parameters as Record<string, string[]>;
    expect(others).toEqual({
      SourceType: ['Git'],
      SourceInfo: ['{"repository":"https://git.test/cookbooks.git","getOptions":"branch:main"}'],
      RunList: ['recipe[shop::deploy]'],
      ChefClientVersion: ['12'],
    });
    expect(JSON.parse(JsonAttributesContent?.[0] ?? '')).toMatchObject({
      opsworks: { activity: 'deploy', deployment: id, instance: { hostname: 'web1', layers: ['web'] } },
      deploy: { shop: { deploy_to: '/srv/www/shop', environment_variables: { A: '1' } } },
      told: 1,
    });
    expect(JSON.stringify(machine.aws.calls)).not.toContain('of-');
  });

  it('has its command over when SSM says so, with the log', async () => {
    const machine = await onlineMachine();
    const id = await deploy(machine);
    const running = await commandOf(machine, id);
    standing(machine, 'Success');

    await heard(machine);

    const ended = await commandOf(machine, id);
    expect(running).toMatchObject({ Status: 'pending', AcknowledgedAt: '2026-01-01T00:00:00+00:00' });
    expect(ended).toMatchObject({ Status: 'successful', ExitCode: 0, LogUrl: expect.any(String) });
    const { items } = await machine.ports.store.list({ partition: 'opsworks-run-commands' });
    expect(items).toEqual([]);
    const key = new URL(String(ended?.['LogUrl'])).pathname.split('/').slice(-3).join('/');
    const log = await machine.ports.objects.get('.nodes', key);
    expect(gunzipSync(log?.body ?? '').toString()).toBe('Chef Infra Client finished\n');
  });

  it.each([
    ['Failed', { ResponseCode: 3 }, 3],
    ['TimedOut', { ResponseCode: -1 }, 1],
    ['Cancelled', { ResponseCode: -1 }, 1],
  ])('has its command failed where SSM says %s, also when no event comes', async (Status, more, ExitCode) => {
    const machine = await onlineMachine();
    const id = await deploy(machine);
    standing(machine, Status, more);

    const count = await machine.roles.as('OpsworksWatchRunCommands', () => watchRunCommands(machine.ports));
    await machine.settled();

    expect([count, await commandOf(machine, id)]).toMatchObject([1, { Status: 'failed', ExitCode }]);
    expect(await watchRunCommands(machine.ports)).toBe(0);
  });

  it('believes events nothing, and waits where AWS is out of reach', async () => {
    const machine = await onlineMachine();
    const id = await deploy(machine);

    await heard(machine);
    machine.aws.on('ssm.ListCommands', new AwsUnreachable('no answer'));
    await heard(machine);
    await hearRunCommand({ source: 'aws.ssm', detail: { 'command-id': 'of-others' } }, machine.ports);

    expect(await commandOf(machine, id)).toMatchObject({ Status: 'pending' });
  });

  it('gets its command once, though a crash came before what SSM answered was kept', async () => {
    const machine = await onlineMachine();
    let Comment = '';
    machine.aws.on('ssm.SendCommand', ({ input }) => {
      Comment = input.Comment as string;
      throw new AwsUnreachable('cut off');
    });
    machine.aws.on('ssm.ListCommands', () => ({ Commands: [{ CommandId, Status: 'InProgress', Comment }] }));

    const id = await deploy(machine);
    machine.clock.advance(120_000);
    await machine.settled();
    await reconcile(machine.ports);
    await machine.settled();

    const { items } = await machine.ports.store.list({ partition: 'opsworks-run-commands' });
    expect([sentIn(machine).length, items.length]).toEqual([1, 1]);
    expect(await commandOf(machine, id)).toMatchObject({ Status: 'pending' });
  });

  const refusals: [string, object, object, string][] = [
    ['rollback', { Name: 'rollback' }, {}, 'Command rollback needs the agent of this server on the instance'],
    ['restart', { Name: 'restart' }, {}, 'Command restart needs the agent of this server on the instance'],
    [
      'undeploy without recipes',
      { Name: 'undeploy' },
      {},
      'Command undeploy needs the agent of this server on the instance, or recipes',
    ],
    [
      'recipes without cookbooks',
      { Name: 'deploy' },
      { UseCustomCookbooks: false },
      'Recipes need custom cookbooks, and the stack names none',
    ],
    [
      'cookbooks with a password',
      { Name: 'deploy' },
      { CustomCookbooksSource: { Type: 'git', Url: 'https://git.test/c.git', Password: 'of-cookbooks' } },
      'write {{ssm-secure:NAME}} in its place',
    ],
    [
      'cookbooks of Subversion',
      { Name: 'deploy' },
      { CustomCookbooksSource: { Type: 'svn', Url: 'https://svn.test/c' } },
      'AWS-ApplyChefRecipes fetches no cookbooks of the type svn',
    ],
  ];

  it.each(refusals)('fails %s at once, and says why', async (_, command, stack, why) => {
    const machine = await onlineMachine();
    await machine.call('UpdateStack', { StackId: machine.stackId, ...stack });

    const id = await deploy(machine, command);

    expect(await commandOf(machine, id)).toMatchObject({ Status: 'failed', ExitCode: 1 });
    expect(sentIn(machine)).toEqual([]);
    const [error] = await errorsOf(machine, machine.instance);
    expect(error).toContain(why);
    expect(error).not.toContain('of-');
  });

  it('fails what SSM refuses, in its words', async () => {
    const machine = await onlineMachine();
    const fault = { code: 'InvalidInstanceId', message: 'Instances not in a valid state', operation: 'SendCommand' };
    machine.aws.on('ssm.SendCommand', new AwsError({ ...fault, status: 400 }));

    const id = await deploy(machine);

    expect(await commandOf(machine, id)).toMatchObject({ Status: 'failed' });
    expect(await errorsOf(machine, machine.instance)).toEqual([
      expect.stringMatching(/was not given to the instance\. SSM did not take it: Instances not in a valid state$/),
    ]);
  });

  it('has nothing to do for commands without recipes', async () => {
    const machine = await onlineMachine();

    const id = await deploy(machine, { Name: 'configure' }, {});

    expect(await commandOf(machine, id)).toMatchObject({ Status: 'successful', ExitCode: 0 });
    expect(sentIn(machine)).toEqual([]);
  });

  it('is given to our agent once that has come', async () => {
    const machine = await onlineMachine();
    const agent = await machine.agentOf(machine.instance);
    await agent.poll();

    await deploy(machine);

    expect([await agent.work(), sentIn(machine)]).toEqual([['deploy'], []]);
  });

  it.each([
    ['SSM does not know', { InstanceInformationList: [] }, []],
    [
      'SSM may not be asked about',
      new AwsError({ code: 'AccessDenied', message: 'not allowed', operation: 'AssumeRole', status: 403 }),
      ['SSM could not be asked after i-0123456789abcdef0, so its commands wait for our agent: not allowed'],
    ],
  ])('waits for our agent where %s it', async (_, answer, errors) => {
    const stage = await openOpsworks();
    stage.aws.on('ssm.DescribeInstanceInformation', answer);
    const StackId = await stage.stack({ ServiceRoleArn: role });
    const InstanceId = await stage.id('RegisterInstance', { StackId, InstanceIdentity: { Document } }, 'InstanceId');
    await stage.settled();

    const before = await stage.statusOf(InstanceId);
    await (await stage.agentOf(InstanceId)).work();

    expect([before, await stage.statusOf(InstanceId)]).toEqual(['registering', 'registered']);
    expect(await errorsOf(stage, InstanceId)).toEqual(errors);
  });
});

describe('the service role of a stack', () => {
  it('is handed on by those alone who may pass it', async () => {
    const stage = await openOpsworks();
    const Statement = [{ Effect: 'Allow', Action: 'opsworks:*', Resource: '*' }];
    const eve = stage.client(await stage.principal('eve', { Version: '2012-10-17', Statement }));

    const sent = stage.call(
      'CreateStack',
      { Name: 'x', Region: 'us-east-1', ServiceRoleArn: role, DefaultInstanceProfileArn: 'p' },
      eve,
    );

    await expect(sent).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('iam:PassRole'),
    });
  });
});
