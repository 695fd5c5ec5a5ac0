import { jest } from '@jest/globals';
import { SecretUnreadable } from '../../../functions/ports/secrets.ts';
import { openOpsworks } from './stage.ts';

const mask = '*****FILTERED*****';

async function withSecrets() {
  const stage = await openOpsworks();
  const CustomCookbooksSource = { Type: 'git', Url: 'git://c', Password: 'of-cookbooks' };
  const stack = await stage.stack({ UseCustomCookbooks: true, CustomCookbooksSource });
  const layer = await stage.layer(stack, 'web', { Attributes: { MysqlRootPassword: 'of-mysql', GangliaUser: 'g' } });
  const app = await stage.app(stack, 'Shop', {
    AppSource: { Type: 'git', Url: 'git://x', Password: 'of-source', SshKey: 'of-ssh' },
    SslConfiguration: { Certificate: 'c', PrivateKey: 'of-ssl' },
    EnableSsl: true,
    Environment: [
      { Key: 'A', Value: '1' },
      { Key: 'B', Value: 'of-environment', Secure: true },
    ],
  });
  return { ...stage, stackId: stack, layerId: layer, appId: app };
}

const deployOf = ({ stackId, appId }: { stackId: string; appId: string }) => ({
  ...{ StackId: stackId, AppId: appId },
  Command: { Name: 'deploy' },
});

describe('secrets', () => {
  it('are masked in every answer', async () => {
    const { call, stackId } = await withSecrets();

    const answers = [
      await call('DescribeStacks', { StackIds: [stackId] }),
      await call('DescribeLayers', { StackId: stackId }),
      await call('DescribeApps', { StackId: stackId }),
    ];

    expect(answers).toMatchObject([
      { Stacks: [{ CustomCookbooksSource: { Url: 'git://c', Password: mask } }] },
      { Layers: [{ Attributes: { MysqlRootPassword: mask, GangliaUser: 'g' } }] },
      {
        Apps: [
          {
            AppSource: { Url: 'git://x', Password: mask, SshKey: mask },
            SslConfiguration: { Certificate: 'c', PrivateKey: mask },
            Environment: [
              { Key: 'A', Value: '1', Secure: false },
              { Key: 'B', Value: mask, Secure: true },
            ],
          },
        ],
      },
    ]);
    expect(JSON.stringify(answers)).not.toContain('of-');
  });

  it('are on record sealed', async () => {
    const { ports, stackId, lines } = await withSecrets();

    const { items } = await ports.store.list({ partition: `opsworks-stack#${stackId}` });
    const stack = await ports.store.get({ partition: 'opsworks-stacks', sort: stackId });

    const text = JSON.stringify([items, stack, lines]);
    expect(text).toContain(`sealed AppSource.Password ${Buffer.from('of-source').toString('hex')}`);
    expect(text).not.toContain('of-');
  });

  it('reach the agent as they were given', async () => {
    const stage = await withSecrets();
    const { instance, agent } = await stage.register(stage.stackId, 'web1');
    await stage.call('AssignInstance', { InstanceId: instance, LayerIds: [stage.layerId] });
    await stage.settled();

    const [work] = await agent.poll();

    expect(work?.payload.cookbooks).toEqual({ type: 'git', url: 'git://c', password: 'of-cookbooks' });
    expect(work?.payload.apps).toMatchObject([
      {
        source: { type: 'git', url: 'git://x', password: 'of-source', sshKey: 'of-ssh' },
        ssl: { certificate: 'c', privateKey: 'of-ssl' },
        environment: [
          { key: 'A', value: '1', secure: false },
          { key: 'B', value: 'of-environment', secure: true },
        ],
      },
    ]);
  });

  it('are sealed in the order that waits for its agent, too, and the rest of it with them', async () => {
    const stage = await withSecrets();
    const { instance } = await stage.online(stage.stackId, stage.layerId, 'web1');
    const seal = jest.spyOn(stage.ports.secrets, 'seal');
    const CustomJson = '{"told":"of-custom-json"}';
    const deploy = { StackId: stage.stackId, AppId: stage.appId, Command: { Name: 'deploy' }, CustomJson };
    await stage.call('CreateDeployment', deploy);
    await stage.settled();

    const { items } = await stage.ports.store.list<{ id: string }>({ partition: `node#${instance}`, prefix: 'queue#' });
    const id = items.at(-1)?.value.id ?? '';
    const queued = await stage.ports.store.get({ partition: `node-command#${id}`, sort: 'command' });

    const { key, text } = (queued?.value as { sealed: Record<string, string> }).sealed;
    expect(queued?.value).toMatchObject({ state: 'queued', payload: {}, sealed: { key: expect.any(String) } });
    expect(seal.mock.calls).toEqual([[expect.stringMatching(/^token-\d{37}$/), { room: 'nodes', command: id }]]);
    expect(Buffer.from(text ?? '', 'base64').toString('latin1')).not.toContain('of-');
    expect(key).not.toContain('token-');
  });

  it('fail a command whose key is gone, and the agent gets the others', async () => {
    const stage = await withSecrets();
    const { agent } = await stage.online(stage.stackId, stage.layerId, 'web1');
    const lost = await stage.id('CreateDeployment', deployOf(stage), 'DeploymentId');
    await stage.settled();
    const kept = { ...stage.ports.secrets };
    const gone = jest.spyOn(stage.ports.secrets, 'open').mockImplementation(async (sealed, owner) => {
      if (owner['command']?.includes(lost)) throw new SecretUnreadable('gone');
      return kept.open(sealed, owner);
    });
    const other = await stage.id('CreateDeployment', deployOf(stage), 'DeploymentId');

    const done = await agent.work();

    gone.mockRestore();
    const { Deployments } = await stage.call('DescribeDeployments', { DeploymentIds: [lost, other] });
    expect([done, (Deployments as { Status: string }[]).map(({ Status }) => Status)]).toEqual([
      ['deploy'],
      ['failed', 'successful'],
    ]);
  });

  it('stay where the mask comes back, and in a clone', async () => {
    const stage = await withSecrets();
    const Environment = [{ Key: 'B', Value: mask, Secure: true }];
    await stage.call('UpdateApp', { AppId: stage.appId, AppSource: { Password: mask, SshKey: 'new' }, Environment });

    const clone = { SourceStackId: stage.stackId, ServiceRoleArn: 'r', CloneAppIds: [stage.appId] };
    const stackId = await stage.id('CloneStack', clone, 'StackId');

    const { Layers } = await stage.call('DescribeLayers', { StackId: stackId });
    const { instance, agent } = await stage.register(stackId, 'web1');
    const LayerIds = [(Layers as { LayerId: string }[])[0]?.LayerId];
    await stage.call('AssignInstance', { InstanceId: instance, LayerIds });
    await stage.settled();
    const [work] = await agent.poll();
    expect(work?.payload.cookbooks?.password).toBe('of-cookbooks');
    expect(work?.payload.apps).toMatchObject([
      { source: { password: 'of-source', sshKey: 'new' }, environment: [{ key: 'B', value: 'of-environment' }] },
    ]);
  });

  it('are refused where they are longer than can be sealed, and not repeated', async () => {
    const { call, appId } = await withSecrets();

    const sent = call('UpdateApp', { AppId: appId, AppSource: { SshKey: 'x'.repeat(4097) } });

    await expect(sent).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'AppSource.SshKey must not be longer than 4096 bytes',
    });
  });
});
