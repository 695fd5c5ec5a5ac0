import { AddTagsToResourceCommand, RemoveTagsFromResourceCommand } from '@aws-sdk/client-ssm';
import { openTagged, refused } from './tags-door.ts';

describe('RemoveTagsFromResource', () => {
  it.each(['Document', 'Automation'] as const)('takes the named tags from a %s', async (type) => {
    const { client, resource, tags } = await openTagged();
    await client.send(new AddTagsToResourceCommand({ ...resource(type), Tags: [{ Key: 'Stage', Value: 'prod' }] }));

    await client.send(new RemoveTagsFromResourceCommand({ ...resource(type), TagKeys: ['Team', 'None'] }));

    expect(await tags(type)).toEqual([{ Key: 'Stage', Value: 'prod' }]);
  });

  it('changes nothing where the resource has none of the tags', async () => {
    const { client, resource, tags } = await openTagged();

    await client.send(new RemoveTagsFromResourceCommand({ ...resource('Document'), TagKeys: ['team'] }));

    expect(await tags('Document')).toEqual([{ Key: 'Team', Value: 'a' }]);
  });

  it.each(refused)('refuses %s', async (_, resource, name) => {
    const { client } = await openTagged();

    const sent = client.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['a'] }));

    await expect(sent).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});
