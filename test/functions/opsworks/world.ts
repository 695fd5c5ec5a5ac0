import { openOpsworks } from './stage.ts';

/** A stack with a layer, an app with secrets, an instance that is online, one that EC2 would have, and a deployment that is over. */
export async function openWorld() {
  const stage = await openOpsworks();
  const stack = await stage.stack();
  const layer = await stage.layer(stack);
  const { instance, agent } = await stage.online(stack, layer, 'web1');
  const app = await stage.app(stack, 'Simple', {
    AppSource: { Type: 'git', Url: 'git://x', Username: 'u', Password: 'p' },
    Environment: [{ Key: 'TOKEN', Value: 'secret', Secure: true }],
  });
  const ec2 = await stage.id(
    'CreateInstance',
    { StackId: stack, LayerIds: [layer], InstanceType: 't2.micro' },
    'InstanceId',
  );
  const deploy = { StackId: stack, AppId: app, Command: { Name: 'deploy' } };
  const deployment = await stage.id('CreateDeployment', deploy, 'DeploymentId');
  await agent.work({ log: 'deployed' });
  const { Commands } = await stage.call('DescribeCommands', { DeploymentId: deployment });
  const command = (Commands as { CommandId: string }[])[0]?.CommandId ?? '';
  return { ...stage, ids: { stack, layer, app, instance, ec2, deployment, command }, agent };
}

/** What is there. */
export type World = Awaited<ReturnType<typeof openWorld>>;

/** The ids of a world, or ids of nothing. */
export type Ids = World['ids'];
