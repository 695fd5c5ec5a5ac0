import {
  CreateDocumentCommand,
  DescribeDocumentCommand,
  ListDocumentsCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

/** A door to the document Gate, whose version 2 is named second. */
async function withGate() {
  const door = await openDocuments();
  await door.client.send(new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content: runbook() }));
  const Content = runbook({ description: 'Later' });
  await door.client.send(
    new UpdateDocumentCommand({ Name: 'Gate', Content, VersionName: 'second', DisplayName: 'Two' }),
  );
  return door;
}

describe('UpdateDocumentDefaultVersion', () => {
  it('answers the version with its name', async () => {
    const { client } = await withGate();

    const { Description } = await client.send(
      new UpdateDocumentDefaultVersionCommand({ Name: 'Gate', DocumentVersion: '2' }),
    );

    expect(Description).toEqual({ Name: 'Gate', DefaultVersion: '2', DefaultVersionName: 'second' });
  });

  it('makes descriptions and listings show that version', async () => {
    const { client } = await withGate();

    await client.send(new UpdateDocumentDefaultVersionCommand({ Name: 'Gate', DocumentVersion: '2' }));

    const { Document } = await client.send(new DescribeDocumentCommand({ Name: 'Gate' }));
    expect(Document).toMatchObject({ DocumentVersion: '2', DefaultVersion: '2', Description: 'Later' });
    const { DocumentIdentifiers } = await client.send(new ListDocumentsCommand({}));
    expect(DocumentIdentifiers).toMatchObject([{ DocumentVersion: '2', VersionName: 'second', DisplayName: 'Two' }]);
  });

  it.each([
    ['document', { Name: 'Door', DocumentVersion: '1' }, 'InvalidDocument'],
    ['version', { Name: 'Gate', DocumentVersion: '3' }, 'InvalidDocumentVersion'],
  ])('refuses a %s that is not there', async (_, input, name) => {
    const { client } = await withGate();

    await expect(client.send(new UpdateDocumentDefaultVersionCommand(input))).rejects.toMatchObject({ name });
  });
});
