import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  ListDocumentVersionsCommand,
  paginateListDocumentVersions,
  UpdateDocumentCommand,
} from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

/** A door to the document Gate of so many versions; the first is the default. */
async function withGate(versions: number) {
  const door = await openDocuments();
  const input = { Name: 'Gate', DocumentType: 'Automation' as const };
  await door.client.send(new CreateDocumentCommand({ ...input, Content: runbook(), VersionName: 'first' }));
  for (let number = 2; number <= versions; number += 1)
    await door.client.send(
      new UpdateDocumentCommand({ Name: 'Gate', Content: runbook({ description: String(number) }) }),
    );
  return door;
}

describe('ListDocumentVersions', () => {
  it('tells all versions in order', async () => {
    const { client } = await withGate(2);

    const { DocumentVersions, NextToken } = await client.send(new ListDocumentVersionsCommand({ Name: 'Gate' }));

    const common = {
      Name: 'Gate',
      CreatedDate: new Date('2026-01-01T00:00:00Z'),
      DocumentFormat: 'JSON',
      Status: 'Active',
    };
    expect(DocumentVersions).toEqual([
      { ...common, DocumentVersion: '1', VersionName: 'first', IsDefaultVersion: true },
      { ...common, DocumentVersion: '2', IsDefaultVersion: false },
    ]);
    expect(NextToken).toBeUndefined();
  });

  it('pages through versions, past tens and past deleted ones', async () => {
    const { client } = await withGate(12);
    await client.send(new DeleteDocumentCommand({ Name: 'Gate', DocumentVersion: '5' }));

    const pages: (string | undefined)[][] = [];
    for await (const page of paginateListDocumentVersions({ client, pageSize: 5 }, { Name: 'Gate' }))
      pages.push((page.DocumentVersions ?? []).map(({ DocumentVersion }) => DocumentVersion));

    expect(pages).toEqual([['1', '2', '3', '4', '6'], ['7', '8', '9', '10', '11'], ['12']]);
  });

  it('refuses a document that is not there', async () => {
    const { client } = await withGate(1);

    const asked = client.send(new ListDocumentVersionsCommand({ Name: 'Door' }));

    await expect(asked).rejects.toMatchObject({
      name: 'InvalidDocument',
      message: 'Document with name Door does not exist.',
    });
  });

  it('refuses the token of another document, and anything else for a token', async () => {
    const { client } = await withGate(3);
    await client.send(new CreateDocumentCommand({ Name: 'Door', DocumentType: 'Automation', Content: runbook() }));
    const { NextToken } = await client.send(new ListDocumentVersionsCommand({ Name: 'Gate', MaxResults: 1 }));

    for (const input of [
      { Name: 'Door', NextToken },
      { Name: 'Gate', NextToken: 'x' },
      { Name: 'Gate', NextToken: `${NextToken}x` },
    ])
      await expect(client.send(new ListDocumentVersionsCommand(input))).rejects.toMatchObject({
        name: 'InvalidNextToken',
      });
  });
});
