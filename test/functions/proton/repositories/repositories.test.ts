import {
  CreateEnvironmentCommand,
  CreateRepositoryCommand,
  type CreateRepositoryCommandInput,
  DeleteEnvironmentCommand,
  DeleteRepositoryCommand,
  GetRepositoryCommand,
  ListRepositoriesCommand,
  ListTagsForResourceCommand,
  UpdateAccountSettingsCommand,
} from '@aws-sdk/client-proton';
import { account } from '../../../door.ts';
import { terraform } from '../bundle-files.ts';
import { openProton } from '../proton-running.ts';

const connectionArn = 'arn:aws:codestar-connections:us-east-1:000000000000:connection/c1';
const named = { name: 'me/infra', provider: 'GITHUB' } as const;
const arn = `arn:aws:proton:us-east-1:${account}:repository/github:me/infra`;

async function opened() {
  const room = await openProton();
  const { client } = room;
  const link = async (input: Partial<CreateRepositoryCommandInput> = {}) =>
    (await client.send(new CreateRepositoryCommand({ ...named, connectionArn, ...input }))).repository;
  const show = async (input = {}) => (await client.send(new GetRepositoryCommand({ ...named, ...input }))).repository;
  const forget = async () => (await client.send(new DeleteRepositoryCommand(named))).repository;
  return { ...room, link, show, forget };
}

describe('a repository', () => {
  it('is linked, shown and forgotten', async () => {
    const { link, show, forget, client } = await opened();
    const linked = { ...named, arn, connectionArn };

    expect(await link({ tags: [{ key: 'team', value: 'a' }] })).toEqual(linked);

    expect(await show()).toEqual(linked);
    const { tags } = await client.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    expect(tags).toContainEqual({ key: 'team', value: 'a' });
    expect(await forget()).toEqual(linked);
    expect(await forget()).toBeUndefined();
    await expect(show()).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `The requested repository does not exist: ${arn}`,
    });
  });

  it('is linked once by the same request, and by no other', async () => {
    const { link, show } = await opened();
    await link();

    expect(await link()).toMatchObject({ arn });
    await expect(link({ connectionArn: `${connectionArn}2` })).rejects.toMatchObject({ name: 'ConflictException' });
    expect(await link({ provider: 'BITBUCKET' })).toMatchObject({ provider: 'BITBUCKET' });
    expect(await show()).toMatchObject({ connectionArn });
  });

  it.each<[string, Partial<CreateRepositoryCommandInput>]>([
    ['a name without an owner', { name: 'infra' }],
    ['a provider that is none', { provider: 'GITLAB' as 'GITHUB' }],
    ['a connection that is none', { connectionArn: 'c1' }],
    ['a reserved tag', { tags: [{ key: 'aws:x', value: 'y' }] }],
  ])('is refused with %s', async (_, input) => {
    const { link, client } = await opened();

    await expect(link(input)).rejects.toMatchObject({ name: 'ValidationException' });
    expect((await client.send(new ListRepositoriesCommand({}))).repositories).toEqual([]);
  });

  it('stays as long as an environment is provisioned by it', async () => {
    const { link, forget, client, environmentTemplate, settled, provisioner } = await opened();
    provisioner.outcome = ({ action }) =>
      action === 'delete' ? { state: 'Succeeded', outputs: [], resources: [] } : { state: 'Failed', message: 'no' };
    await environmentTemplate('tf', terraform);
    const create = () =>
      client.send(
        new CreateEnvironmentCommand({
          name: 'dev',
          templateName: 'tf',
          templateMajorVersion: '1',
          spec: 'proton: EnvironmentSpec\nspec: {}\n',
          provisioningRepository: { ...named, branch: 'main' },
        }),
      );
    await expect(create()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await link();
    await create();
    await settled();
    await expect(forget()).rejects.toMatchObject({
      name: 'ConflictException',
      message: `The repository ${arn} cannot be deleted: arn:aws:proton:us-east-1:${account}:environment/dev uses it.`,
    });

    await client.send(new DeleteEnvironmentCommand({ name: 'dev' }));
    await settled();

    expect(await forget()).toMatchObject({ arn });
  });

  it('stays as long as the pipelines of the account are provisioned by it', async () => {
    const { link, forget, client } = await opened();
    const pipelineProvisioningRepository = { ...named, branch: 'main' };
    const set = () => client.send(new UpdateAccountSettingsCommand({ pipelineProvisioningRepository }));
    await expect(set()).rejects.toMatchObject({
      name: 'ValidationException',
      message: `The repository ${arn} is not linked. Call CreateRepository.`,
    });
    await link();
    await set();
    await set();
    await expect(forget()).rejects.toMatchObject({ name: 'ConflictException' });

    await client.send(new UpdateAccountSettingsCommand({ deletePipelineProvisioningRepository: true }));

    expect(await forget()).toMatchObject({ arn });
  });
});

describe('ListRepositories', () => {
  it('pages through them by provider and name', async () => {
    const { link, client } = await opened();
    for (const name of ['me/b', 'me/a', 'me/c']) await link({ name });
    await link({ provider: 'BITBUCKET' });
    const list = (input: object) => client.send(new ListRepositoriesCommand(input));

    const first = await list({ maxResults: 3 });
    const second = await list({ maxResults: 3, nextToken: first.nextToken });

    expect([first, second].map(({ repositories }) => repositories?.map(({ name }) => name))).toEqual([
      ['me/infra', 'me/a', 'me/b'],
      ['me/c'],
    ]);
    expect(second.nextToken).toBeUndefined();
    await expect(list({ nextToken: 'QUJD' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
