import {
  CreateRepositoryCommand,
  GetDeploymentCommand,
  ListEnvironmentOutputsCommand,
  NotifyResourceDeploymentStatusChangeCommand,
  type NotifyResourceDeploymentStatusChangeCommandInput,
} from '@aws-sdk/client-proton';
import { cloudformation, terraform } from '../bundle-files.ts';
import { dyingAt } from '../dying.ts';
import { codebuildRoleArn, openEnvironments, running, specOf } from '../environments/environments-room.ts';

const arn = 'arn:aws:proton:us-east-1:000000000000:environment/dev';
const outputs = [{ key: 'vpc', valueString: 'vpc-1' }];

/** The room with an environment `dev` that a pull request makes, which somebody has yet to apply. */
async function opened() {
  const room = await openEnvironments();
  const { client, provisioner, settled, create, get } = room;
  await room.environmentTemplate('tf', terraform);
  provisioner.outcome = ({ action }) =>
    action === 'delete' ? { state: 'Succeeded', outputs: [], resources: [] } : running;
  const provisioningRepository = { provider: 'GITHUB', name: 'me/infra', branch: 'main' } as const;
  const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
  await client.send(new CreateRepositoryCommand({ provider: 'GITHUB', name: 'me/infra', connectionArn }));
  await create({ templateName: 'tf', codebuildRoleArn: undefined, provisioningRepository });
  await settled();
  const notify = async (input: Partial<NotifyResourceDeploymentStatusChangeCommandInput> = {}) => {
    await client.send(new NotifyResourceDeploymentStatusChangeCommand({ resourceArn: arn, ...input }));
    await settled();
  };
  const listed = async () => (await client.send(new ListEnvironmentOutputsCommand({ environmentName: 'dev' }))).outputs;
  const deployment = async (id = '') => (await client.send(new GetDeploymentCommand({ id }))).deployment;
  const id = async () => (await get())?.lastAttemptedDeploymentId ?? '';
  return { ...room, notify, listed, deployment, id };
}

describe('NotifyResourceDeploymentStatusChange', () => {
  it('ends the deployment of a pull request with its outputs', async () => {
    const { notify, get, listed, id } = await opened();
    expect(await get()).toMatchObject({ deploymentStatus: 'IN_PROGRESS' });

    await notify({ status: 'SUCCEEDED', deploymentId: await id(), outputs });

    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    expect(await listed()).toEqual(outputs);
  });

  it('fails one, with the reason that was told', async () => {
    const { notify, get } = await opened();

    await notify({ status: 'FAILED', statusMessage: 'apply: no quota' });

    expect(await get()).toMatchObject({ deploymentStatus: 'FAILED', deploymentStatusMessage: 'apply: no quota' });
  });

  it('takes outputs before the end', async () => {
    const { notify, get, listed } = await opened();
    await notify({ status: 'IN_PROGRESS', outputs });
    expect(await get()).toMatchObject({ deploymentStatus: 'IN_PROGRESS' });

    await notify({ status: 'SUCCEEDED' });

    expect(await listed()).toEqual(outputs);
  });

  it('may come twice, and before the work began', async () => {
    const { notify, get, update, id, ports, provisioner } = await opened();
    await notify({ status: 'SUCCEEDED' });
    await notify({ status: 'SUCCEEDED' });
    await update({ spec: specOf('again') });

    await notify({ status: 'SUCCEEDED', deploymentId: await id(), outputs });

    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED', spec: specOf('again') });
    expect((await ports.store.list({ partition: 'proton#open', index: 'status' })).items).toEqual([]);
    expect(new Set(provisioner.works.map((work) => work.id)).size).toBe(2);
  });

  it('changes the outputs of what was deployed', async () => {
    const { notify, listed } = await opened();
    await notify({ status: 'SUCCEEDED', outputs });
    const others = [{ key: 'vpc', valueString: 'vpc-2' }];

    await notify({ outputs: others });

    expect(await listed()).toEqual(others);
  });

  it('tells a success that came while it was being cancelled', async () => {
    const { notify, update, cancel, get, settled } = await opened();
    await notify({ status: 'SUCCEEDED' });
    await update({ spec: specOf('again') });
    await settled();
    await cancel();

    await notify({ status: 'SUCCEEDED', outputs });

    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED', spec: specOf('again') });
  });

  it('counts before a cancel of what has not begun', async () => {
    const { notify, update, cancel, get, settled, clock, ports } = await opened();
    await notify({ status: 'SUCCEEDED' });
    const live = dyingAt(ports, 'isBegun');
    await update({ spec: specOf('again') });
    await settled();
    await cancel();
    await notify({ status: 'SUCCEEDED', outputs });
    live();

    clock.advance(1000);
    await settled();

    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED', spec: specOf('again') });
  });

  it('refuses another end while the first is on record', async () => {
    const { get, client, settled } = await opened();
    const say = (status: 'SUCCEEDED' | 'FAILED') =>
      client.send(new NotifyResourceDeploymentStatusChangeCommand({ resourceArn: arn, status }));

    const said = await Promise.allSettled([say('FAILED'), say('SUCCEEDED')]);

    expect(said).toMatchObject([{ status: 'fulfilled' }, { reason: { name: 'ConflictException' } }]);
    await settled();
    expect(await get()).toMatchObject({ deploymentStatus: 'FAILED' });
  });

  it('leaves the end of a build to the build, and takes outputs that it left nowhere', async () => {
    const { create, notify, end, get, provisioner, settled, client } = await openBuild();
    provisioner.outcome = () => running;
    await create();
    await settled();
    await notify({ status: 'FAILED', outputs });
    await notify({ status: 'SUCCEEDED' });
    expect(await get()).toMatchObject({ deploymentStatus: 'IN_PROGRESS' });

    await end({ state: 'Succeeded', outputs: [], resources: [] });

    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    const list = new ListEnvironmentOutputsCommand({ environmentName: 'dev' });
    expect((await client.send(list)).outputs).toEqual(outputs);
  });

  it.each<[string, Partial<NotifyResourceDeploymentStatusChangeCommandInput>, string]>([
    ['a resource that is not there', { resourceArn: `${arn}s` }, 'ResourceNotFoundException'],
    ['one of somebody else', { resourceArn: arn.replace('000000000000', '999999999999') }, 'ResourceNotFoundException'],
    [
      'one that nobody deploys',
      { resourceArn: arn.replace(/environment.*/, 'environment-template/tf') },
      'ValidationException',
    ],
    ['no ARN of Proton', { resourceArn: 'arn:aws:s3:us-east-1:000000000000:bucket' }, 'ValidationException'],
    ['an earlier deployment', { deploymentId: '00000000-0000-4000-8000-999999999999' }, 'ConflictException'],
    ['an output without a value', { outputs: [{ key: 'a', valueString: '' }] }, 'ValidationException'],
    ['too many outputs', { outputs: Array.from({ length: 51 }, () => outputs[0] ?? {}) }, 'ValidationException'],
    ['a message too long', { statusMessage: 'x'.repeat(5001) }, 'ValidationException'],
  ])('refuses %s', async (_, input, name) => {
    const { notify, get } = await opened();

    await expect(notify({ status: 'SUCCEEDED', ...input })).rejects.toMatchObject({ name });
    expect(await get()).toMatchObject({ deploymentStatus: 'IN_PROGRESS' });
  });

  it('refuses an end that comes when nothing is in progress', async () => {
    const { notify, deployment, id } = await opened();
    await notify({ status: 'FAILED' });

    await expect(notify({ status: 'SUCCEEDED' })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(notify({ outputs })).rejects.toMatchObject({ name: 'ConflictException' });
    expect(await deployment(await id())).toMatchObject({ deploymentStatus: 'FAILED' });
  });

  it('refuses what CloudFormation makes', async () => {
    const { create, environmentTemplate, notify, provisioner, settled } = await openBuild();
    provisioner.outcome = () => running;
    await environmentTemplate('stack', cloudformation);
    await create({ templateName: 'stack', codebuildRoleArn: undefined, protonServiceRoleArn: codebuildRoleArn });
    await settled();

    await expect(notify({ status: 'SUCCEEDED' })).rejects.toMatchObject({
      name: 'ValidationException',
      message: `The deployments of ${arn} are told by nobody: it is provisioned by cloudformation.`,
    });
  });
});

async function openBuild() {
  const room = await openEnvironments();
  const notify = async (input: Partial<NotifyResourceDeploymentStatusChangeCommandInput>) => {
    await room.client.send(new NotifyResourceDeploymentStatusChangeCommand({ resourceArn: arn, ...input }));
    await room.settled();
  };
  return { ...room, notify };
}
