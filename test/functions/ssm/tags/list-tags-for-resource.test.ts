import { CreateDocumentCommand, ListTagsForResourceCommand } from '@aws-sdk/client-ssm';
import { runbook } from '../documents/runbooks.ts';
import { openTagged, refused } from './tags-door.ts';

describe('ListTagsForResource', () => {
  it.each(['Document', 'Automation'] as const)('tells the tags a %s began with', async (type) => {
    const { tags } = await openTagged();

    expect(await tags(type)).toEqual([{ Key: 'Team', Value: 'a' }]);
  });

  it('finds a document by its ARN, and an empty list where it has no tags', async () => {
    const { client } = await openTagged();
    await client.send(new CreateDocumentCommand({ Name: 'Bare', DocumentType: 'Automation', Content: runbook() }));

    const ResourceId = 'arn:aws:ssm:us-east-1:000000000000:document/Bare';
    const { TagList } = await client.send(new ListTagsForResourceCommand({ ResourceType: 'Document', ResourceId }));

    expect(TagList).toEqual([]);
  });

  it.each(refused)('refuses %s', async (_, resource, name) => {
    const { client } = await openTagged();

    const sent = client.send(new ListTagsForResourceCommand(resource));

    await expect(sent).rejects.toMatchObject({ name, $metadata: { httpStatusCode: 400 } });
  });
});
