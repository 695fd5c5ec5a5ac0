import * as sdk from '@aws-sdk/client-proton';
import type { CreateEnvironmentAccountConnectionCommandInput } from '@aws-sdk/client-proton';
import { account } from '../../door.ts';
import { commands } from './bundle-files.ts';
import { meanwhile } from './meanwhile.ts';
import { openProton } from './proton-running.ts';

const roleArn = `arn:aws:iam::${account}:role/proton`;

/** Both accounts are one here, as in the embedded program. */
async function opened() {
  const room = await openProton();
  const { client } = room;
  const create = async (input: Partial<CreateEnvironmentAccountConnectionCommandInput> = {}) => {
    const base = { managementAccountId: account, environmentName: 'dev', roleArn };
    const made = await client.send(new sdk.CreateEnvironmentAccountConnectionCommand({ ...base, ...input }));
    return made.environmentAccountConnection?.id ?? '';
  };
  const status = async (id: string) =>
    (await client.send(new sdk.GetEnvironmentAccountConnectionCommand({ id }))).environmentAccountConnection?.status;
  const accept = (id: string) => client.send(new sdk.AcceptEnvironmentAccountConnectionCommand({ id }));
  const reject = (id: string) => client.send(new sdk.RejectEnvironmentAccountConnectionCommand({ id }));
  const change = (id: string, input = {}) =>
    client.send(new sdk.UpdateEnvironmentAccountConnectionCommand({ id, ...input }));
  const remove = (id: string) => client.send(new sdk.DeleteEnvironmentAccountConnectionCommand({ id }));
  const list = async (input: sdk.ListEnvironmentAccountConnectionsCommandInput) =>
    (await client.send(new sdk.ListEnvironmentAccountConnectionsCommand(input))).environmentAccountConnections?.map(
      ({ environmentName }) => environmentName,
    );
  return { ...room, create, status, accept, reject, change, remove, list };
}

const nowhere = '00000000-0000-4000-8000-00000000dead';

describe('an environment account connection', () => {
  it('waits to be accepted, and stays so', async () => {
    const { create, status, accept } = await opened();
    const id = await create();
    const before = await status(id);
    await accept(id);
    await accept(id);

    expect([before, await status(id)]).toEqual(['PENDING', 'CONNECTED']);
  });

  it('is rejected for good', async () => {
    const { create, status, accept, reject, change } = await opened();
    const id = await create();
    await reject(id);
    await reject(id);

    expect(await status(id)).toBe('REJECTED');
    for (const operation of [accept, change])
      await expect(operation(id)).rejects.toMatchObject({ name: 'ConflictException' });
    expect(await create()).not.toBe(id);
  });

  it('is asked for once, and made once by a client token', async () => {
    const { create } = await opened();
    const id = await create({ clientToken: 't' });

    expect(await create({ clientToken: 't' })).toBe(id);
    await expect(create({ clientToken: 'u' })).rejects.toMatchObject({ name: 'ConflictException' });
    await expect(create({ clientToken: 't', environmentName: 'x' })).rejects.toMatchObject({
      message: 'Idempotent parameter mismatch',
    });
    await expect(create({ environmentName: 'x', roleArn: undefined })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('is the only one that is open, also where two are asked for at the same moment', async () => {
    const { create, reject, ports } = await opened();
    meanwhile(ports, { writing: 'proton#environment-account-connection#' }, () => create());

    await expect(create()).rejects.toMatchObject({ name: 'ConflictException' });

    const gone = await create({ environmentName: 'x' });
    await reject(gone);
    expect(await create({ environmentName: 'x' })).not.toBe(gone);
  });

  it('serves an environment of its name, which keeps it from being rejected', async () => {
    const { create, accept, reject, client, settled, provisioner, environmentTemplate } = await opened();
    await environmentTemplate('one', commands);
    const id = await create({ codebuildRoleArn: roleArn });
    const environment = (name: string) =>
      client.send(
        new sdk.CreateEnvironmentCommand({
          name,
          templateName: 'one',
          templateMajorVersion: '1',
          spec: 'proton: EnvironmentSpec\nspec: {}',
          environmentAccountConnectionId: id,
        }),
      );
    await expect(environment('dev')).rejects.toMatchObject({ name: 'ValidationException' });
    await accept(id);
    await expect(environment('other')).rejects.toMatchObject({ name: 'ValidationException' });
    await environment('dev');
    await settled();

    expect(provisioner.works[0]).toMatchObject({ roleArn, account });
    await expect(reject(id)).rejects.toMatchObject({ name: 'ConflictException' });
  });

  it('is not rejected, or serves nobody, where an environment comes at the same moment', async () => {
    const { create, accept, reject, status, client, settled, environmentTemplate, ports } = await opened();
    await environmentTemplate('one', commands);
    const id = await create({ codebuildRoleArn: roleArn });
    await accept(id);
    meanwhile(ports, { writing: 'proton#environment#' }, () => reject(id));

    const made = client.send(
      new sdk.CreateEnvironmentCommand({
        name: 'dev',
        templateName: 'one',
        templateMajorVersion: '1',
        spec: 'proton: EnvironmentSpec\nspec: {}',
        environmentAccountConnectionId: id,
      }),
    );

    await expect(made).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await status(id)).toBe('REJECTED');
    await settled();
  });

  it('has roles that change, and is deleted', async () => {
    const { create, change, remove, status, client } = await opened();
    const id = await create();
    await change(id, { componentRoleArn: roleArn });
    const found = await client.send(new sdk.GetEnvironmentAccountConnectionCommand({ id }));

    expect(found.environmentAccountConnection).toMatchObject({ roleArn, componentRoleArn: roleArn });
    expect((await remove(id)).environmentAccountConnection?.id).toBe(id);
    expect((await remove(id)).environmentAccountConnection).toBeUndefined();
    await expect(status(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('that is not there says so', async () => {
    const { status, accept, reject, change } = await opened();

    for (const operation of [status, accept, reject, change])
      await expect(operation(nowhere)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is listed for who sent it and who was asked', async () => {
    const { create, accept, list } = await opened();
    for (const environmentName of ['a', 'b', 'c']) await create({ environmentName });
    await accept(await create({ environmentName: 'd' }));

    expect(await list({ requestedBy: 'ENVIRONMENT_ACCOUNT' })).toEqual(['a', 'b', 'c', 'd']);
    expect(await list({ requestedBy: 'MANAGEMENT_ACCOUNT', statuses: ['CONNECTED'] })).toEqual(['d']);
    expect(await list({ requestedBy: 'MANAGEMENT_ACCOUNT', environmentName: 'b', maxResults: 1 })).toEqual(['b']);
  });

  it('counts toward a quota', async () => {
    const { create, ports } = await opened();
    const parent = `proton#connections-sent#${account}#us-east-1`;
    for (let at = 0; at < 1000; at += 100)
      await ports.store.write(
        Array.from({ length: 100 }, (_, one) => {
          const sort = String(at + one);
          const put = { partition: 'x', sort, value: {}, indexes: { parent: { partition: parent, sort } } };
          return { put, expect: 0 };
        }),
      );

    await expect(create()).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
  });
});

describe('the account settings', () => {
  it('are set and taken away', async () => {
    const { client } = await opened();
    const repository = { name: 'me/infra', branch: 'main', provider: 'GITHUB' } as const;
    const get = async () => (await client.send(new sdk.GetAccountSettingsCommand({}))).accountSettings;
    const update = (input: sdk.UpdateAccountSettingsCommandInput) =>
      client.send(new sdk.UpdateAccountSettingsCommand(input));
    const before = await get();
    const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
    const { name, provider } = repository;
    await client.send(new sdk.CreateRepositoryCommand({ name, provider, connectionArn }));
    await update({ pipelineServiceRoleArn: roleArn, pipelineProvisioningRepository: repository });
    const set = await get();
    await update({ pipelineServiceRoleArn: '', deletePipelineProvisioningRepository: true });

    expect(before).toEqual({});
    expect(set).toEqual({
      pipelineServiceRoleArn: roleArn,
      pipelineProvisioningRepository: {
        ...repository,
        arn: `arn:aws:proton:us-east-1:${account}:repository/github:me/infra`,
      },
    });
    expect(await get()).toEqual({});
    await expect(
      update({ pipelineProvisioningRepository: repository, deletePipelineProvisioningRepository: true }),
    ).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
