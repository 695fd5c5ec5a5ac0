import { done, failed } from './fake-provisioner.ts';
import { openEnvironments, specOf } from './environments/environments-room.ts';
import { caller } from './program.ts';
import { openServices, repository, specOf as serviceSpecOf, withPipeline } from './services/services-room.ts';

const account = '000000000000';
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

/** The room with an environment `dev` that is managed by a connection, which is then deleted. */
async function disconnected() {
  const room = await openEnvironments();
  const { client, create, settled, provisioner } = room;
  provisioner.outcome = () => ({ state: 'Succeeded', outputs: [{ key: 'vpc', valueString: 'vpc-1' }], resources: [] });
  const call = caller(client);
  const connect = async (name: string) => {
    const asked = {
      managementAccountId: account,
      environmentName: 'dev',
      codebuildRoleArn: role(name),
      roleArn: role(name),
    };
    const { environmentAccountConnection } = await call<{ environmentAccountConnection: { id: string } }>(
      'CreateEnvironmentAccountConnection',
      asked,
    );
    await call('AcceptEnvironmentAccountConnection', { id: environmentAccountConnection.id });
    return environmentAccountConnection.id;
  };
  const id = await connect('first');
  await create({ codebuildRoleArn: undefined, environmentAccountConnectionId: id });
  await settled();
  await call('DeleteEnvironmentAccountConnection', { id });
  return { ...room, call, connect, id };
}

describe('what a deployment is done with and is gone', () => {
  it('a connection: nothing is done as anybody else, until another is accepted', async () => {
    const { remove, update, get, connect, settled, provisioner, id } = await disconnected();
    const words = `The environment account connection ${id} of environment dev was deleted: accept another that account ${account} asks for.`;

    await expect(remove()).rejects.toMatchObject({ name: 'ConflictException', message: words });
    await expect(update({ spec: specOf('again') })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await get()).toMatchObject({ deploymentStatus: 'SUCCEEDED' });
    await connect('second');
    await remove();
    await settled();

    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(provisioner.works.at(-1)).toMatchObject({ action: 'delete', roleArn: role('second') });
  });

  it('a connection: an environment that never came to be needs none to go', async () => {
    const room = await openEnvironments();
    const { client, create, settled, provisioner, get, remove } = room;
    const call = caller(client);
    provisioner.outcome = () => ({ state: 'Failed', message: 'refused', isUntouched: true });
    const asked = {
      managementAccountId: account,
      environmentName: 'dev',
      codebuildRoleArn: role('a'),
      roleArn: role('a'),
    };
    const {
      environmentAccountConnection: { id },
    } = await call<{ environmentAccountConnection: { id: string } }>('CreateEnvironmentAccountConnection', asked);
    await call('AcceptEnvironmentAccountConnection', { id });
    await create({ codebuildRoleArn: undefined, environmentAccountConnectionId: id });
    await settled();
    await call('DeleteEnvironmentAccountConnection', { id });

    await remove();
    await settled();

    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('a role: another is given to what could not be deleted', async () => {
    const { create, remove, update, get, settled, provisioner } = await openEnvironments();
    await create();
    await settled();
    provisioner.outcome = ({ roleArn }) => (roleArn === role('new') ? done : failed);
    await remove();
    await settled();
    const before = (await get())?.deploymentStatus;

    const given = await update({ deploymentType: 'NONE', codebuildRoleArn: role('new') });
    await remove();
    await settled();

    expect([before, given?.deploymentStatus]).toEqual(['DELETE_FAILED', 'DELETE_FAILED']);
    await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each([
    ['of today', { pipelineCodebuildRoleArn: role('new') }, role('new')],
    ['that set it up, where the settings have none', { pipelineCodebuildRoleArn: '' }, role('build')],
  ])('a role: a pipeline is deleted by that %s', async (_, settings, roleArn) => {
    const { create, remove, settled, client, provisioner } = await openServices();
    await create();
    await settled();
    await caller(client)('UpdateAccountSettings', settings);

    await remove();
    await settled();

    const work = provisioner.works.find(
      ({ action, target }) => action === 'delete' && target.type === 'SERVICE_PIPELINE',
    );
    expect(work?.roleArn).toBe(roleArn);
  });

  it('a connection: the instances in its environment are deleted once there is another', async () => {
    const { call, connect, settled, source, provisioner } = await disconnected();
    const id = await connect('second');
    await call('UpdateEnvironment', { name: 'dev', deploymentType: 'NONE', environmentAccountConnectionId: id });
    await call('UpdateAccountSettings', { pipelineCodebuildRoleArn: role('build') });
    await call('CreateServiceTemplate', { name: 'web' });
    await call('CreateServiceTemplateVersion', {
      templateName: 'web',
      source: await source(withPipeline),
      compatibleEnvironmentTemplates: [{ templateName: 'one', majorVersion: '1' }],
    });
    await settled();
    const version = { templateName: 'web', majorVersion: '1', minorVersion: '0' };
    await call('UpdateServiceTemplateVersion', { ...version, status: 'PUBLISHED' });
    const spec = serviceSpecOf({ one: 1 });
    await call('CreateService', { name: 'app', templateName: 'web', templateMajorVersion: '1', spec, ...repository });
    await settled();
    await call('DeleteEnvironmentAccountConnection', { id });
    provisioner.works.length = 0;

    await expect(call('DeleteService', { name: 'app' })).rejects.toMatchObject({ name: 'ConflictException' });
    await connect('third');
    await call('DeleteService', { name: 'app' });
    await settled();

    await expect(call('GetService', { name: 'app' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(provisioner.works.map(({ action, target, roleArn }) => [action, target.type, roleArn])).toEqual([
      ['delete', 'SERVICE_PIPELINE', role('build')],
      ['delete', 'SERVICE_INSTANCE', role('third')],
    ]);
  });
});
