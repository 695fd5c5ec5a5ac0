import { AddTagsToResourceCommand, DescribeDocumentCommand } from '@aws-sdk/client-ssm';
import { openTagged, refused } from './tags-door.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }));

describe('AddTagsToResource', () => {
  it.each(['Document', 'Automation'] as const)('adds a tag to a %s and changes the one it has', async (type) => {
    const { client, resource, tags } = await openTagged();

    const Tags = [
      { Key: 'Team', Value: 'b' },
      { Key: 'Stage', Value: '' },
    ];
    await client.send(new AddTagsToResourceCommand({ ...resource(type), Tags }));

    expect(await tags(type)).toEqual([
      { Key: 'Team', Value: 'b' },
      { Key: 'Stage', Value: '' },
    ]);
  });

  it('shows the tags of a document where it is described', async () => {
    const { client, resource } = await openTagged();

    await client.send(
      new AddTagsToResourceCommand({ ...resource('Document'), Tags: [{ Key: 'Stage', Value: 'prod' }] }),
    );

    const { Document } = await client.send(new DescribeDocumentCommand({ Name: 'Gate' }));
    expect(Document?.Tags).toEqual([
      { Key: 'Team', Value: 'a' },
      { Key: 'Stage', Value: 'prod' },
    ]);
  });

  it.each(['Document', 'Automation'] as const)('gives a %s fifty tags, not one more', async (type) => {
    const { client, resource, tags } = await openTagged();
    await client.send(new AddTagsToResourceCommand({ ...resource(type), Tags: numbered(49) }));

    const more = client.send(new AddTagsToResourceCommand({ ...resource(type), Tags: numbered(50) }));

    await expect(more).rejects.toMatchObject({ name: 'TooManyTagsError', $metadata: { httpStatusCode: 400 } });
    expect(await tags(type)).toHaveLength(50);
  });

  it.each(['aws:owner', 'AWS:owner'])('refuses the reserved key %s', async (Key) => {
    const { client, resource, tags } = await openTagged();

    const sent = client.send(new AddTagsToResourceCommand({ ...resource('Document'), Tags: [{ Key, Value: 'x' }] }));

    await expect(sent).rejects.toMatchObject({ name: 'ValidationException' });
    expect(await tags('Document')).toEqual([{ Key: 'Team', Value: 'a' }]);
  });

  it('loses no tag when many are added at once', async () => {
    const { client, resource, tags } = await openTagged();

    await Promise.all(
      numbered(8).map((tag) => client.send(new AddTagsToResourceCommand({ ...resource('Automation'), Tags: [tag] }))),
    );

    expect(await tags('Automation')).toHaveLength(9);
  });

  it.each(refused)('refuses %s', async (_, resource, name) => {
    const { client } = await openTagged();

    const sent = client.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'a', Value: 'b' }] }));

    await expect(sent).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});
