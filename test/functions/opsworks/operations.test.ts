import { contract } from '../../../functions/opsworks/contract.ts';
import { opsworks } from '../../../functions/opsworks/index.ts';
import { roles } from './stage.ts';
import { type Ids, openWorld, type World } from './world.ts';

type Operation = Parameters<World['call']>[0];
type Input = (ids: Ids) => object;

const user = 'arn:aws:iam::000000000000:user/eve';
const stackArn = (id: string) => `arn:aws:opsworks:us-east-1:000000000000:stack/${id}/`;
const uuid = expect.stringMatching(/^[0-9a-f-]{36}$/);

/** For every operation an input that works, and what is answered then. */
const works: Record<string, [Input, object]> = {
  AssignInstance: [({ instance, layer }) => ({ InstanceId: instance, LayerIds: [layer] }), {}],
  CloneStack: [
    ({ stack, app }) => ({ SourceStackId: stack, ServiceRoleArn: 'r', CloneAppIds: [app] }),
    { StackId: uuid },
  ],
  CreateApp: [({ stack }) => ({ StackId: stack, Name: 'Other', Type: 'other' }), { AppId: uuid }],
  CreateDeployment: [({ stack }) => ({ StackId: stack, Command: { Name: 'setup' } }), { DeploymentId: uuid }],
  CreateInstance: [
    ({ stack, layer }) => ({ StackId: stack, LayerIds: [layer], InstanceType: 'x' }),
    { InstanceId: uuid },
  ],
  CreateLayer: [({ stack }) => ({ StackId: stack, Type: 'custom', Name: 'n', Shortname: 's' }), { LayerId: uuid }],
  CreateStack: [() => ({ Name: 'n', Region: 'eu-west-1', ...roles }), { StackId: uuid }],
  CreateUserProfile: [() => ({ IamUserArn: user, SshUsername: 'eve' }), { IamUserArn: user }],
  DeleteApp: [({ app }) => ({ AppId: app }), {}],
  DeleteInstance: [({ ec2 }) => ({ InstanceId: ec2 }), {}],
  DeleteLayer: [({ layer }) => ({ LayerId: layer }), {}],
  DeleteStack: [({ stack }) => ({ StackId: stack }), {}],
  DeleteUserProfile: [() => ({ IamUserArn: user }), {}],
  DeregisterInstance: [({ instance }) => ({ InstanceId: instance }), {}],
  DescribeAgentVersions: [
    ({ stack }) => ({ StackId: stack }),
    { AgentVersions: [{ Version: 'LATEST', ConfigurationManager: { Name: 'Chef', Version: '12' } }] },
  ],
  DescribeApps: [({ app }) => ({ AppIds: [app] }), { Apps: [{ Shortname: 'simple', Attributes: {} }] }],
  DescribeCommands: [
    ({ command }) => ({ CommandIds: [command] }),
    {
      Commands: [
        {
          Status: 'successful',
          ExitCode: 0,
          Type: 'deploy',
          LogUrl: expect.stringMatching(/^http:\/\/objects.*seconds=7200$/),
          AcknowledgedAt: '2026-01-01T00:00:00+00:00',
        },
      ],
    },
  ],
  DescribeDeployments: [
    ({ deployment }) => ({ DeploymentIds: [deployment] }),
    { Deployments: [{ Status: 'successful', Duration: 0, IamUserArn: 'arn:aws:iam::000000000000:user/admin' }] },
  ],
  DescribeEcsClusters: [({ stack }) => ({ StackId: stack }), { EcsClusters: [] }],
  DescribeElasticIps: [({ stack }) => ({ StackId: stack }), { ElasticIps: [] }],
  DescribeElasticLoadBalancers: [({ stack }) => ({ StackId: stack }), { ElasticLoadBalancers: [] }],
  DescribeInstances: [
    ({ instance }) => ({ InstanceIds: [instance] }),
    { Instances: [{ Hostname: 'web1', Status: 'online', ReportedAgentVersion: '1.0.0', Platform: 'linux' }] },
  ],
  DescribeLayers: [({ layer }) => ({ LayerIds: [layer] }), { Layers: [{ Shortname: 'web', EnableAutoHealing: true }] }],
  DescribeLoadBasedAutoScaling: [({ layer }) => ({ LayerIds: [layer] }), { LoadBasedAutoScalingConfigurations: [] }],
  DescribeMyUserProfile: [
    () => ({}),
    { UserProfile: { IamUserArn: 'arn:aws:iam::000000000000:user/admin', Name: 'admin', SshUsername: 'admin' } },
  ],
  DescribeOperatingSystems: [
    () => ({}),
    { OperatingSystems: expect.arrayContaining([expect.objectContaining({ Type: 'Linux' })]) },
  ],
  DescribePermissions: [({ stack }) => ({ StackId: stack }), { Permissions: [] }],
  DescribeRaidArrays: [({ stack }) => ({ StackId: stack }), { RaidArrays: [] }],
  DescribeRdsDbInstances: [({ stack }) => ({ StackId: stack }), { RdsDbInstances: [] }],
  DescribeServiceErrors: [({ stack }) => ({ StackId: stack }), { ServiceErrors: [] }],
  DescribeStackProvisioningParameters: [
    ({ stack }) => ({ StackId: stack }),
    { Parameters: { command: expect.stringMatching(/^quaymaster agent --stack /) } },
  ],
  DescribeStackSummary: [
    ({ stack }) => ({ StackId: stack }),
    { StackSummary: { Name: 'shop', LayersCount: 1, AppsCount: 1, InstancesCount: { Online: 1, Stopped: 1 } } },
  ],
  DescribeStacks: [
    ({ stack }) => ({ StackIds: [stack] }),
    { Stacks: [{ Name: 'shop', HostnameTheme: 'Layer_Dependent' }] },
  ],
  DescribeTimeBasedAutoScaling: [({ ec2 }) => ({ InstanceIds: [ec2] }), { TimeBasedAutoScalingConfigurations: [] }],
  DescribeUserProfiles: [() => ({}), { UserProfiles: [] }],
  DescribeVolumes: [({ instance }) => ({ InstanceId: instance }), { Volumes: [] }],
  GetHostnameSuggestion: [({ layer }) => ({ LayerId: layer }), { Hostname: 'web3' }],
  ListTags: [({ stack }) => ({ ResourceArn: stackArn(stack) }), { Tags: {} }],
  RegisterInstance: [({ stack }) => ({ StackId: stack, Hostname: 'db1' }), { InstanceId: uuid }],
  SetPermission: [({ stack }) => ({ StackId: stack, IamUserArn: user, Level: 'show' }), {}],
  StartStack: [({ stack }) => ({ StackId: stack }), {}],
  StopInstance: [({ ec2 }) => ({ InstanceId: ec2 }), {}],
  StopStack: [({ stack }) => ({ StackId: stack }), {}],
  TagResource: [({ stack }) => ({ ResourceArn: stackArn(stack), Tags: { a: 'b' } }), {}],
  UnassignInstance: [({ instance }) => ({ InstanceId: instance }), {}],
  UntagResource: [({ stack }) => ({ ResourceArn: stackArn(stack), TagKeys: ['a'] }), {}],
  UpdateApp: [({ app }) => ({ AppId: app, Description: 'd' }), {}],
  UpdateInstance: [({ instance }) => ({ InstanceId: instance, Hostname: 'web9' }), {}],
  UpdateLayer: [({ layer }) => ({ LayerId: layer, Name: 'Web' }), {}],
  UpdateMyUserProfile: [() => ({ SshPublicKey: 'ssh-rsa A' }), {}],
  UpdateStack: [({ stack }) => ({ StackId: stack, Name: 'Shop' }), {}],
  UpdateUserProfile: [() => ({ IamUserArn: user, SshUsername: 'eva' }), {}],
};

/** What must have happened before. */
const before: Record<string, (world: World) => Promise<unknown>> = {
  AssignInstance: async ({ call, ids, agent }) => {
    await call('UnassignInstance', { InstanceId: ids.instance });
    await agent.work();
  },
  DeleteLayer: async ({ call, ids, agent }) => {
    await call('UnassignInstance', { InstanceId: ids.instance });
    await agent.work();
    await call('DeleteInstance', { InstanceId: ids.ec2 });
  },
  DeleteStack: async ({ call, ids, agent }) => {
    await call('DeregisterInstance', { InstanceId: ids.instance });
    await agent.work().catch(() => []);
    await call('DeleteInstance', { InstanceId: ids.ec2 });
    await call('DeleteLayer', { LayerId: ids.layer });
    await call('DeleteApp', { AppId: ids.app });
  },
  DeleteUserProfile: ({ call }) => call('CreateUserProfile', { IamUserArn: user }),
  StartStack: ({ call, ids }) => call('DeleteInstance', { InstanceId: ids.ec2 }),
  UpdateMyUserProfile: ({ call }) => call('CreateUserProfile', { IamUserArn: 'arn:aws:iam::000000000000:user/admin' }),
  UpdateUserProfile: ({ call }) => call('CreateUserProfile', { IamUserArn: user }),
};

/** What this server always refuses, once it knows the instance: no machine is started here, and none is Windows. */
const refused = ['GrantAccess', 'RebootInstance', 'StartInstance'];

/** An input for what the contract calls ValidationException, where a missing member is none; never: it is listed and cannot happen. */
const invalid: Record<string, Input | 'never'> = {
  DescribeAgentVersions: 'never',
  DescribeApps: () => ({}),
  DescribeCommands: () => ({}),
  DescribeDeployments: () => ({}),
  DescribeEcsClusters: 'never',
  DescribeElasticIps: 'never',
  DescribeElasticLoadBalancers: 'never',
  DescribeInstances: () => ({}),
  DescribeLayers: () => ({}),
  DescribePermissions: () => ({}),
  DescribeRaidArrays: 'never',
  DescribeServiceErrors: () => ({}),
  DescribeStacks: () => ({ StackIds: [] }),
  DescribeUserProfiles: 'never',
  DescribeVolumes: 'never',
  UpdateMyUserProfile: () => ({}),
};

/** An input that names what is not there, where that of `works` with other ids does not. */
const unknown: Record<string, Input> = {
  DeleteUserProfile: () => ({ IamUserArn: user }),
  DescribeUserProfiles: () => ({ IamUserArns: [user] }),
  UpdateUserProfile: () => ({ IamUserArn: user }),
  GrantAccess: ({ instance }) => ({ InstanceId: instance }),
  RebootInstance: ({ instance }) => ({ InstanceId: instance }),
  StartInstance: ({ instance }) => ({ InstanceId: instance }),
};

const operations = Object.keys(opsworks.actions) as Operation[];
const listing = (error: string) =>
  operations.filter((operation) => contract.operations[operation]?.errors?.includes(error));
const absent = '00000000-0000-4000-8000-999999999999';
const nothing: Ids = {
  stack: absent,
  layer: absent,
  app: absent,
  instance: absent,
  ec2: absent,
  deployment: absent,
  command: absent,
};

describe('every operation', () => {
  it('is tried here or refused by name', () => {
    expect([...Object.keys(works), ...refused].sort()).toEqual([...operations].sort());
  });

  it.each(Object.entries(works))('%s works', async (operation, [input, answer]) => {
    const world = await openWorld();
    await before[operation]?.(world);

    const output = await world.call(operation as Operation, input(world.ids));

    expect(output).toMatchObject(answer);
    expect(world.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each(refused)('%s is refused: no machine is started or stopped from here', async (operation) => {
    const world = await openWorld();

    const sent = world.call(operation as Operation, { InstanceId: world.ids.ec2 });

    await expect(sent).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  });

  it.each(listing('ValidationException').filter((operation) => invalid[operation] !== 'never'))(
    '%s refuses what is not valid',
    async (operation) => {
      const world = await openWorld();
      const wrong = invalid[operation];

      const sent = world.call(operation, typeof wrong === 'function' ? wrong(world.ids) : {});

      await expect(sent).rejects.toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    },
  );

  it.each(listing('ResourceNotFoundException').filter((operation) => operation !== 'DescribePermissions'))(
    '%s tells what is not there',
    async (operation) => {
      const world = await openWorld();
      const input = unknown[operation] ?? works[operation]?.[0];

      const sent = world.call(operation, input?.(nothing));

      await expect(sent).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: expect.stringMatching(/^Unable to find \w+( \w+)? with ID /),
      });
    },
  );
});
