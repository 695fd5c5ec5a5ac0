import { ListServiceInstancesCommand, type ListServiceInstancesCommandInput } from '@aws-sdk/client-proton';
import { openServices, specOf } from '../services/services-room.ts';

async function opened() {
  const room = await openServices();
  const { create, settled, clock, client, version, updateInstance } = room;
  await create({ spec: specOf({ b: 1, a: 1 }) });
  await settled();
  clock.advance(60_000);
  await create({ name: 'zoo', spec: specOf({ c: 1 }) });
  await settled();
  const list = async (input: ListServiceInstancesCommandInput) =>
    (await client.send(new ListServiceInstancesCommand(input))).serviceInstances?.map(({ name }) => name);
  return { ...room, list, version, updateInstance };
}

describe('ListServiceInstances', () => {
  it('lists those of a service or of all, by service and name', async () => {
    const { list } = await opened();

    expect(await list({})).toEqual(['a', 'b', 'c']);
    expect(await list({ serviceName: 'zoo' })).toEqual(['c']);
    await expect(list({ serviceName: 'none' })).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it.each<[string, string, string[]]>([
    ['name', 'b', ['b']],
    ['serviceName', 'zoo', ['c']],
    ['environmentName', 'dev', ['a', 'b', 'c']],
    ['templateName', 'other', []],
    ['deploymentStatus', 'SUCCEEDED', ['a', 'b', 'c']],
    ['createdAtBefore', '2026-01-01T00:00:30Z', ['a', 'b']],
    ['createdAtAfter', '2026-01-01T00:00:30Z', ['c']],
    ['lastDeploymentAttemptedAtBefore', '2026-01-01T00:00:30Z', ['a', 'b']],
    ['lastDeploymentAttemptedAtAfter', '2026-01-01T00:00:30Z', ['c']],
    ['deployedTemplateVersionStatus', 'UP_TO_DATE', ['a', 'b', 'c']],
  ])('filters by %s', async (key, value, names) => {
    const { list } = await opened();

    expect(await list({ filters: [{ key: key as 'name', value }] })).toEqual(names);
  });

  it('knows which instances are behind their template', async () => {
    const { list, version, updateInstance, settled } = await opened();
    await version('web', '1');
    await updateInstance('a', { deploymentType: 'MINOR_VERSION' });
    await settled();

    expect(await list({ filters: [{ key: 'deployedTemplateVersionStatus', value: 'BEHIND_MINOR' }] })).toEqual([
      'b',
      'c',
    ]);
    await version('web');
    expect(await list({ filters: [{ key: 'deployedTemplateVersionStatus', value: 'BEHIND_MAJOR' }] })).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('sorts, and pages in that order', async () => {
    const { client, list } = await opened();
    const input = { sortBy: 'createdAt', sortOrder: 'DESCENDING', maxResults: 2 } as const;

    const first = await client.send(new ListServiceInstancesCommand(input));
    const second = await client.send(new ListServiceInstancesCommand({ ...input, nextToken: first.nextToken }));

    expect([first, second].map(({ serviceInstances }) => serviceInstances?.map(({ name }) => name))).toEqual([
      ['c', 'b'],
      ['a'],
    ]);
    expect(second.nextToken).toBeUndefined();
    expect(await list({ sortBy: 'name', sortOrder: 'DESCENDING' })).toEqual(['c', 'b', 'a']);
    await expect(list({ sortBy: 'name', nextToken: first.nextToken })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('refuses a time that is none', async () => {
    const { list } = await opened();

    await expect(list({ filters: [{ key: 'createdAtAfter', value: 'yesterday' }] })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});
