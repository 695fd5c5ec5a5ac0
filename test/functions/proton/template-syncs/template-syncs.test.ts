import {
  CreateEnvironmentTemplateCommand,
  CreateRepositoryCommand,
  CreateServiceTemplateCommand,
  CreateTemplateSyncConfigCommand,
  type CreateTemplateSyncConfigCommandInput,
  DeleteEnvironmentTemplateCommand,
  DeleteEnvironmentTemplateVersionCommand,
  DeleteRepositoryCommand,
  DeleteTemplateSyncConfigCommand,
  GetRepositorySyncStatusCommand,
  GetTemplateSyncConfigCommand,
  GetTemplateSyncStatusCommand,
  ListEnvironmentTemplateVersionsCommand,
  ListRepositorySyncDefinitionsCommand,
  ListServiceTemplateVersionsCommand,
  UpdateTemplateSyncConfigCommand,
  type UpdateTemplateSyncConfigCommandInput,
} from '@aws-sdk/client-proton';
import { syncRepositories } from '../../../../functions/proton/tasks/sync-repositories.ts';
import { commands } from '../bundle-files.ts';
import { meanwhile } from '../meanwhile.ts';
import { openProton } from '../proton-running.ts';
import { serviceFiles } from '../template-kinds.ts';
import { fakeSources } from './fake-sources.ts';

const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
const linked = { repositoryName: 'me/templates', repositoryProvider: 'GITHUB' } as const;
const named = { templateName: 'one', templateType: 'ENVIRONMENT' } as const;
const config = { ...named, ...linked, branch: 'main' };
const other = { ...commands, 'README.md': 'other' };

/** The room with a linked repository and a template `one`, and what a minute of the server does. */
async function opened() {
  const room = await openProton();
  const { client, settled, ports } = room;
  const { sources, push } = fakeSources();
  Object.assign(ports, { sources });
  const link = (name: string) => client.send(new CreateRepositoryCommand({ name, provider: 'GITHUB', connectionArn }));
  await link('me/templates');
  await client.send(new CreateEnvironmentTemplateCommand({ name: 'one' }));
  const look = () => room.asFunction('ProtonSync', () => syncRepositories(ports));
  const sync = async () => {
    await look();
    await settled();
  };
  const create = async (input: Partial<CreateTemplateSyncConfigCommandInput> = {}) =>
    (await client.send(new CreateTemplateSyncConfigCommand({ ...config, ...input }))).templateSyncConfig;
  const change = async (input: Partial<UpdateTemplateSyncConfigCommandInput> = {}) =>
    (await client.send(new UpdateTemplateSyncConfigCommand({ ...config, ...input }))).templateSyncConfig;
  const show = async () => (await client.send(new GetTemplateSyncConfigCommand(named))).templateSyncConfig;
  const end = async () => (await client.send(new DeleteTemplateSyncConfigCommand(named))).templateSyncConfig;
  const status = (templateVersion = '1') =>
    client.send(new GetTemplateSyncStatusCommand({ ...named, templateVersion }));
  const ofBranch = async (branch = 'main') =>
    (await client.send(new GetRepositorySyncStatusCommand({ ...linked, branch, syncType: 'TEMPLATE_SYNC' })))
      .latestSync;
  const versions = async () => {
    const of = async (majorVersion: string) =>
      (
        await client.send(new ListEnvironmentTemplateVersionsCommand({ templateName: 'one', majorVersion }))
      ).templateVersions?.map((one) => `${one.majorVersion}.${one.minorVersion} ${one.status}`) ?? [];
    return [...(await of('1')), ...(await of('2').catch(() => []))];
  };
  return { ...room, push, link, look, sync, create, change, show, end, status, ofBranch, versions };
}

describe('the sync of a template', () => {
  it('makes a draft of what is pushed, a minor of each change and a major of each folder', async () => {
    const { create, push, sync, versions, events, ports } = await opened();
    push('a'.repeat(40), { 'one/v1': commands, 'two/v1': commands, 'one/docs': other });
    await create();
    await sync();
    expect(await versions()).toEqual(['1.0 DRAFT']);
    push('b'.repeat(40), { 'one/v1': commands, 'one/v2': commands });
    await sync();
    push('c'.repeat(40), { 'one/v1': other, 'one/v2': commands });
    await sync();
    await sync();

    expect((await versions()).sort()).toEqual(['1.0 DRAFT', '1.1 DRAFT', '2.0 DRAFT']);
    expect((await ports.objects.list('.proton', { prefix: 'syncs/' })).objects).toEqual([]);
    expect(events.map(({ detail }) => detail)).toContainEqual({
      name: 'one',
      majorVersion: '1',
      minorVersion: '1',
      status: 'DRAFT',
      previousStatus: 'REGISTRATION_IN_PROGRESS',
    });
  });

  it('makes no version of an older push by a look that is slow', async () => {
    const { create, push, sync, versions, ports } = await opened();
    push('a'.repeat(40), { 'one/v1': commands });
    await create();
    meanwhile(ports, { reading: 'proton#template-sync-major#' }, async () => {
      push('b'.repeat(40), { 'one/v1': other });
      await sync();
    });

    await sync();
    await sync();

    expect(await versions()).toEqual(['1.0 DRAFT']);
  });

  it('makes one version of what two pushes have, also where a crash came between', async () => {
    const { create, push, sync, versions, ports } = await opened();
    push('a'.repeat(40), { 'one/v1': commands });
    await create();
    meanwhile(ports, { writing: 'proton#template-sync-major#' }, async () => {
      throw new Error('The program ended.');
    });
    await sync();
    push('b'.repeat(40), { 'one/v1': commands });

    await sync();

    expect(await versions()).toEqual(['1.0 DRAFT']);
  });

  it('registers what is pushed again while it is still being registered', async () => {
    const { create, push, look, settled, versions, ports } = await opened();
    push('a'.repeat(40), { 'one/v1': commands });
    await create();
    const plain = { ...ports.objects };
    ports.objects.remove = async (bucket, key) => {
      const { promise: removed, resolve } = Promise.withResolvers<void>();
      ports.objects.remove = (...asked) => plain.remove(...asked);
      ports.objects.get = (...asked) => removed.then(() => plain.get(...asked));
      push('b'.repeat(40), { 'one/v1': other });
      await look();
      push('c'.repeat(40), { 'one/v1': commands });
      await look();
      await plain.remove(bucket, key);
      resolve();
    };

    await look();
    await settled();

    expect((await versions()).sort()).toEqual(['1.0 DRAFT', '1.1 DRAFT', '1.2 DRAFT']);
    expect((await ports.objects.list('.proton', { prefix: 'syncs/' })).objects).toEqual([]);
  });

  it('makes a version again that was deleted, with the next push', async () => {
    const { create, push, sync, versions, client } = await opened();
    push('a'.repeat(40), { 'one/v1': commands });
    await create();
    await sync();
    push('b'.repeat(40), { 'one/v1': other });
    await sync();
    const gone = { templateName: 'one', majorVersion: '1', minorVersion: '1' };
    await client.send(new DeleteEnvironmentTemplateVersionCommand(gone));
    push('c'.repeat(40), { 'one/v1': other });

    await sync();

    expect((await versions()).sort()).toEqual(['1.0 DRAFT', '1.2 DRAFT']);
  });

  it('tells what came of it', async () => {
    const { create, push, sync, status, ofBranch } = await opened();
    const [first, second] = ['a'.repeat(40), 'b'.repeat(40)];
    await create({ subdirectory: './templates/' });
    expect(await ofBranch()).toBeUndefined();
    push(first, { 'templates/one/v1': commands });
    await sync();
    push(second, { 'templates/one/v1': other, 'templates/one/v3': commands });
    await sync();

    const directory = 'templates/one/v1';
    expect(await status()).toMatchObject({
      latestSync: {
        status: 'SUCCEEDED',
        target: 'one',
        initialRevision: { sha: first, directory },
        targetRevision: { ...linked, branch: 'main', sha: second, directory },
        events: [{ type: 'VERSION_REGISTERED', event: 'Version 1.1 is being registered.', externalId: second }],
      },
      latestSuccessfulSync: { targetRevision: { sha: second } },
      desiredState: { sha: second, directory },
    });
    expect(await status('3')).toMatchObject({
      latestSync: {
        status: 'FAILED',
        events: [{ event: 'v3/ cannot be major version 3: the next of one is 2.' }],
      },
    });
    expect((await status('3')).latestSuccessfulSync).toBeUndefined();
    expect(await ofBranch()).toMatchObject({
      status: 'SUCCEEDED',
      events: [{ type: 'CLONE_STARTED' }, { type: 'CONFIG_UPDATED' }, { type: 'STARTING_SYNC', externalId: second }],
    });
  });

  it('of a branch that is not there says so, and goes on when it is', async () => {
    const { create, push, sync, ofBranch, versions } = await opened();
    await create();
    await sync();
    await sync();
    expect(await ofBranch()).toMatchObject({
      status: 'FAILED',
      events: [{ event: 'The repository me/templates with the branch main cannot be found.' }],
    });
    push('a'.repeat(40), { 'one/v1': commands });

    await sync();

    expect(await versions()).toEqual(['1.0 DRAFT']);
    expect(await ofBranch()).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('makes one version of a commit, also where a crash came between', async () => {
    const { create, push, sync, versions, ports } = await opened();
    push('a'.repeat(40), { 'one/v1': commands });
    await create();
    const write = ports.store.write.bind(ports.store);
    let writes = 0;
    // The version is written, what became of the sync is not.
    ports.store.write = async (changes) => {
      if (
        changes.some((change) => 'put' in change && change.put.partition.includes('template-sync-major')) &&
        !writes++
      )
        throw new Error('the power is gone');
      return write(changes);
    };
    await sync();
    expect(writes).toBe(1);
    await sync();
    await sync();

    expect(await versions()).toEqual(['1.0 DRAFT']);
  });

  it('of a service takes the environments from the folder', async () => {
    const { create, push, sync, client, environmentTemplate } = await opened();
    await environmentTemplate('base', commands);
    await client.send(new CreateServiceTemplateCommand({ name: 'web', pipelineProvisioning: 'CUSTOMER_MANAGED' }));
    const registration = 'compatible_environments: ["base:1"]\nsupported_component_sources: [DIRECTLY_DEFINED]\n';
    push('a'.repeat(40), {
      'web/v1': { ...serviceFiles, '.template-registration.yaml': registration },
      'web/v2': { ...serviceFiles, '.compatible-envs': 'base:1\n' },
      'web/v3': { ...serviceFiles, '.template-registration.yaml': 'compatible_environments: [base]\n' },
    });
    await create({ templateName: 'web', templateType: 'SERVICE' });
    await sync();

    const { templateVersions } = await client.send(new ListServiceTemplateVersionsCommand({ templateName: 'web' }));
    expect(templateVersions?.map(({ majorVersion, status }) => [majorVersion, status]).sort()).toEqual([
      ['1', 'DRAFT'],
      ['2', 'DRAFT'],
    ]);
    const why = async (templateVersion: string) => {
      const of = { templateName: 'web', templateType: 'SERVICE', templateVersion } as const;
      return (await client.send(new GetTemplateSyncStatusCommand(of))).latestSync?.events?.[0]?.event;
    };
    expect(await why('3')).toBe('.template-registration.yaml: base is no NAME:MAJOR of an environment template.');
    push('b'.repeat(40), { 'web/v1': serviceFiles });
    await sync();
    expect(await why('1')).toBe('.template-registration.yaml is missing from the folder.');
  });
});

describe('a template sync config', () => {
  it('is made once, shown, changed and deleted', async () => {
    const { create, change, show, end, link, client } = await opened();
    expect(await create()).toEqual(config);
    expect(await create()).toEqual(config);
    await expect(create({ branch: 'next' })).rejects.toMatchObject({ name: 'ConflictException' });
    await link('me/more');

    expect(await change({ repositoryName: 'me/more', subdirectory: 'x' })).toEqual({
      ...config,
      repositoryName: 'me/more',
      subdirectory: 'x',
    });
    expect(await show()).toMatchObject({ repositoryName: 'me/more' });
    const forget = (name: string) => client.send(new DeleteRepositoryCommand({ name, provider: 'GITHUB' }));
    await expect(forget('me/more')).rejects.toMatchObject({ name: 'ConflictException' });
    expect((await forget('me/templates')).repository).toBeDefined();

    expect(await end()).toMatchObject({ repositoryName: 'me/more' });
    expect(await end()).toBeUndefined();
    await expect(show()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect((await forget('me/more')).repository).toBeDefined();
  });

  it('keeps its template', async () => {
    const { create, end, client } = await opened();
    await create();
    const remove = () => client.send(new DeleteEnvironmentTemplateCommand({ name: 'one' }));
    await expect(remove()).rejects.toMatchObject({ name: 'ConflictException' });

    await end();

    expect((await remove()).environmentTemplate?.name).toBe('one');
  });

  it.each<[string, Partial<CreateTemplateSyncConfigCommandInput>]>([
    ['no such template', { templateName: 'none' }],
    ['no such repository', { repositoryName: 'me/none' }],
    ['a folder outside', { subdirectory: 'a/../..' }],
    ['a type that is none', { templateType: 'PIPELINE' as 'SERVICE' }],
  ])('is refused with %s', async (_, input) => {
    const { create, show } = await opened();

    await expect(create(input)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(show()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is refused where no repository can be read', async () => {
    const { create, ports } = await opened();
    Object.assign(ports, { sources: undefined });

    await expect(create()).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('is not changed to a repository that is not linked, nor where there is none', async () => {
    const { create, change, status } = await opened();
    await expect(change()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(status()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await create();

    await expect(change({ repositoryName: 'me/none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('is among the definitions of its repository', async () => {
    const { create, client } = await opened();
    await create({ subdirectory: 'templates' });
    const list = async (input = {}) =>
      (await client.send(new ListRepositorySyncDefinitionsCommand({ ...linked, syncType: 'TEMPLATE_SYNC', ...input })))
        .syncDefinitions;

    expect(await list()).toEqual([{ target: 'one', parent: 'one', branch: 'main', directory: 'templates/one' }]);
    expect(await list({ repositoryName: 'me/more' })).toEqual([]);
    expect(await list({ syncType: 'SERVICE_SYNC' })).toEqual([]);
  });

  it('has a status of its branch where that is linked', async () => {
    const { client } = await opened();
    const of = { ...linked, repositoryName: 'me/none', branch: 'main', syncType: 'TEMPLATE_SYNC' } as const;

    await expect(client.send(new GetRepositorySyncStatusCommand(of))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
