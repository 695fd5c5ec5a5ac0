import { openOpsworks } from '../stage.ts';

const arnOf = (name: string) => `arn:aws:iam::000000000000:user/${name}`;
const allow = (Action: string, Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});

async function withUser(policy: object) {
  const stage = await openOpsworks();
  const stack = await stage.stack();
  const other = await stage.stack({ Name: 'other' });
  const client = stage.client(await stage.principal('eve', policy));
  const asEve = (operation: Parameters<typeof stage.call>[0], input: object = {}) =>
    stage.call(operation, input, client);
  return { ...stage, stackId: stack, otherId: other, asEve };
}

const nothing = allow('opsworks:DescribeOperatingSystems', '*');
const denied = { name: 'AccessDeniedException' };

describe('who may do what', () => {
  it('is said by policies on the ARN of the stack, also where an input names something in it', async () => {
    const { layer, app, asEve, stackId, otherId, ...rest } = await withUser(nothing);
    const policy = allow('opsworks:*', `arn:aws:opsworks:us-east-1:000000000000:stack/${stackId}/`);
    const client = rest.client(await rest.principal('sam', policy));
    const own = await layer(stackId);
    const foreign = await app(otherId);

    const { Layers } = await rest.call('DescribeLayers', { LayerIds: [own] }, client);

    expect(Layers).toHaveLength(1);
    await expect(rest.call('UpdateApp', { AppId: foreign }, client)).rejects.toMatchObject(denied);
    await expect(rest.call('DescribeStacks', { StackIds: [stackId, otherId] }, client)).rejects.toMatchObject(denied);
    await expect(rest.call('DescribeStacks', {}, client)).rejects.toMatchObject(denied);
    await expect(asEve('DescribeStacks', { StackIds: [stackId] })).rejects.toMatchObject(denied);
  });

  it('tells somebody limited nothing of ids: what is not there and what is not theirs are answered alike', async () => {
    const { asEve, stackId } = await withUser(nothing);

    const answers = [stackId, 'nothere'].map((StackId) => asEve('DescribeApps', { StackId }));

    for (const answer of answers) await expect(answer).rejects.toMatchObject(denied);
  });

  it.each([
    ['show', 'DescribeApps', true],
    ['show', 'DescribePermissions', false],
    ['show', 'UpdateStack', false],
    ['deploy', 'DescribeApps', true],
    ['deploy', 'UpdateStack', false],
    ['manage', 'DescribePermissions', true],
    ['manage', 'UpdateStack', true],
    ['iam_only', 'DescribeApps', false],
    ['deny', 'DescribeApps', false],
  ] as const)('with the level %s makes %s allowed: %s', async (Level, operation, isAllowed) => {
    const { call, asEve, stackId, otherId } = await withUser(nothing);
    await call('SetPermission', { StackId: stackId, IamUserArn: arnOf('eve'), Level });

    const sent = asEve(operation, { StackId: stackId });

    if (isAllowed) expect(await sent).toEqual(expect.any(Object));
    else await expect(sent).rejects.toMatchObject(denied);
    await expect(asEve(operation, { StackId: otherId })).rejects.toMatchObject(denied);
  });

  it('is denied by the level deny, whatever policies allow, and by policies, whatever the level allows', async () => {
    const { call, asEve, stackId, otherId, ...stage } = await withUser(allow('opsworks:*', '*'));
    await call('SetPermission', { StackId: stackId, IamUserArn: arnOf('eve'), Level: 'deny' });
    const Statement = [{ Effect: 'Deny', Action: 'opsworks:UpdateStack', Resource: '*' }];
    const sam = stage.client(await stage.principal('sam', { Version: '2012-10-17', Statement }));
    await call('SetPermission', { StackId: stackId, IamUserArn: arnOf('sam'), Level: 'manage' });

    await expect(asEve('DescribeApps', { StackId: stackId })).rejects.toMatchObject(denied);
    await expect(call('UpdateStack', { StackId: stackId }, sam)).rejects.toMatchObject(denied);
    expect(await asEve('DescribeApps', { StackId: otherId })).toEqual({ Apps: [] });
    expect(await call('DescribeApps', { StackId: stackId }, sam)).toEqual({ Apps: [] });
  });

  it('lets users manage their own profile where that is allowed', async () => {
    const { call, asEve } = await withUser(nothing);
    await expect(asEve('UpdateMyUserProfile', { SshPublicKey: 'k' })).rejects.toMatchObject(denied);
    await call('CreateUserProfile', { IamUserArn: arnOf('eve'), AllowSelfManagement: true });

    await asEve('UpdateMyUserProfile', { SshPublicKey: 'k' });

    expect(await asEve('DescribeMyUserProfile')).toMatchObject({ UserProfile: { Name: 'eve', SshPublicKey: 'k' } });
  });

  it('is shown as it was set, and nobody sets their own level', async () => {
    const { call, stackId } = await withUser(nothing);
    await call('SetPermission', { StackId: stackId, IamUserArn: arnOf('eve'), Level: 'show', AllowSsh: true });
    await call('SetPermission', { StackId: stackId, IamUserArn: arnOf('eve'), AllowSudo: true });

    const own = call('SetPermission', { StackId: stackId, IamUserArn: arnOf('admin'), Level: 'deny' });

    await expect(own).rejects.toMatchObject({ message: 'You cannot set your own permission level' });
    expect(await call('DescribePermissions', { IamUserArn: arnOf('eve') })).toEqual({
      Permissions: [{ StackId: stackId, IamUserArn: arnOf('eve'), Level: 'show', AllowSsh: true, AllowSudo: true }],
    });
  });
});
