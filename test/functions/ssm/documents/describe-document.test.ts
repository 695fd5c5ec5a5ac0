import { CreateDocumentCommand, DescribeDocumentCommand, UpdateDocumentCommand } from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

/** A door to the document Gate of two versions. */
async function withGate() {
  const door = await openDocuments();
  await door.client.send(new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content: runbook() }));
  door.clock.advance(1000);
  const content = runbook({ description: 'Later' });
  await door.client.send(new UpdateDocumentCommand({ Name: 'Gate', Content: content, VersionName: 'second' }));
  return door;
}

describe('DescribeDocument', () => {
  it('describes the default version', async () => {
    const { client } = await withGate();

    const { Document } = await client.send(new DescribeDocumentCommand({ Name: 'Gate' }));

    expect(Document).toEqual({
      Hash: 'b1caa27b66aeb30e4e1048a532f19ff976253d301ac5f0b2ec60e308009cc0e7',
      HashType: 'Sha256',
      Name: 'Gate',
      Owner: '000000000000',
      CreatedDate: new Date('2026-01-01T00:00:00Z'),
      Status: 'Active',
      DocumentVersion: '1',
      Parameters: [],
      PlatformTypes: ['Windows', 'Linux'],
      DocumentType: 'Automation',
      SchemaVersion: '0.3',
      LatestVersion: '2',
      DefaultVersion: '1',
      DocumentFormat: 'JSON',
      Tags: [],
      AttachmentsInformation: [],
    });
  });

  it.each([{ DocumentVersion: '$LATEST' }, { DocumentVersion: '2' }, { VersionName: 'second' }])(
    'describes %j',
    async (wanted) => {
      const { client } = await withGate();

      const { Document } = await client.send(new DescribeDocumentCommand({ Name: 'Gate', ...wanted }));

      expect(Document).toMatchObject({
        DocumentVersion: '2',
        VersionName: 'second',
        Description: 'Later',
        CreatedDate: new Date('2026-01-01T00:00:01Z'),
        DefaultVersion: '1',
      });
    },
  );

  it.each([
    ['document', { Name: 'Door' }, 'InvalidDocument'],
    ['version', { Name: 'Gate', DocumentVersion: '9' }, 'InvalidDocumentVersion'],
  ])('refuses a %s that is not there', async (_, wanted, name) => {
    const { client } = await withGate();

    await expect(client.send(new DescribeDocumentCommand(wanted))).rejects.toMatchObject({ name });
  });
});
