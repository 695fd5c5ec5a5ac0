import {
  type CreateServiceSyncConfigCommandInput,
  DeleteRepositoryCommand,
  DeleteServiceSyncConfigCommand,
  GetServiceSyncConfigCommand,
  ListRepositorySyncDefinitionsCommand,
  UpdateServiceSyncConfigCommand,
  CreateRepositoryCommand,
} from '@aws-sdk/client-proton';
import { config, linked, openSyncs, opsOf } from './syncs-room.ts';

describe('a service sync config', () => {
  let room: Awaited<ReturnType<typeof openSyncs>>;
  beforeEach(async () => void (room = await openSyncs()));
  afterEach(() => room.removeFolder());

  const show = async () =>
    (await room.client.send(new GetServiceSyncConfigCommand({ serviceName: 'app' }))).serviceSyncConfig;
  const end = async () =>
    (await room.client.send(new DeleteServiceSyncConfigCommand({ serviceName: 'app' }))).serviceSyncConfig;
  const change = async (input: Partial<CreateServiceSyncConfigCommandInput> = {}) =>
    (await room.client.send(new UpdateServiceSyncConfigCommand({ ...config, ...input }))).serviceSyncConfig;

  it('is made once, shown, changed and deleted', async () => {
    const { begin, client } = room;
    const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
    expect(await begin()).toEqual(config);
    expect(await begin()).toEqual(config);
    await expect(begin({ branch: 'next' })).rejects.toMatchObject({ name: 'ConflictException' });
    await client.send(new CreateRepositoryCommand({ name: 'me/more', provider: 'GITHUB', connectionArn }));

    expect(await change({ repositoryName: 'me/more', filePath: 'ops.yaml' })).toEqual({
      ...config,
      repositoryName: 'me/more',
      filePath: 'ops.yaml',
    });
    expect(await show()).toMatchObject({ repositoryName: 'me/more' });
    const forget = (name: string) => client.send(new DeleteRepositoryCommand({ name, provider: 'GITHUB' }));
    await expect(forget('me/more')).rejects.toMatchObject({ name: 'ConflictException' });
    expect((await forget('me/app')).repository).toBeDefined();

    expect(await end()).toMatchObject({ repositoryName: 'me/more' });
    expect(await end()).toBeUndefined();
    await expect(show()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await forget('me/more')).repository).toBeDefined();
  });

  it('goes with its service', async () => {
    const { begin, remove, settled, client, sync } = room;
    await begin();
    await room.updateInstance('one');
    await settled();
    await remove();
    await settled();

    await expect(show()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    const gone = await client.send(new DeleteRepositoryCommand({ name: 'me/app', provider: 'GITHUB' }));
    expect(gone.repository).toBeDefined();
    await sync();
    expect(room.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it.each<[string, Partial<CreateServiceSyncConfigCommandInput>]>([
    ['no such service', { serviceName: 'none' }],
    ['no such repository', { repositoryName: 'me/none' }],
    ['a file outside', { filePath: 'a/../../b' }],
  ])('is refused with %s', async (_, input) => {
    await expect(room.begin(input)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(show()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is refused where no repository can be read', async () => {
    Object.assign(room.ports, { sources: undefined });

    await expect(room.begin()).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is not changed to a repository that is not linked, nor where there is none', async () => {
    await expect(change()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await room.begin();

    await expect(change({ repositoryName: 'me/none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is among the definitions of its repository, with its instances', async () => {
    const { begin, client, push, sync } = room;
    await begin();
    const list = async () =>
      (await client.send(new ListRepositorySyncDefinitionsCommand({ ...linked, syncType: 'SERVICE_SYNC' })))
        .syncDefinitions;
    const own = { target: 'app', parent: 'app', branch: 'main', directory: 'ops' };
    expect(await list()).toEqual([own]);
    push({ 'ops/proton-ops.yaml': opsOf({ one: 'app/spec.yaml@next' }) });

    await sync();

    expect(await list()).toEqual([own, { target: 'one', parent: 'app', branch: 'next', directory: 'app' }]);
  });
});
