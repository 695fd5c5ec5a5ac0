import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  UpdateDocumentCommand,
  type UpdateDocumentCommandInput,
} from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

const content = (description: string): string => runbook({ description });
const update = (input: Partial<UpdateDocumentCommandInput>) =>
  new UpdateDocumentCommand({ Name: 'Gate', Content: content('2'), DocumentVersion: '$LATEST', ...input });

/** A door to the document Gate, whose version 1 is named first. */
async function withGate() {
  const door = await openDocuments();
  const input = { Name: 'Gate', DocumentType: 'Automation' as const, Content: content('1') };
  await door.client.send(
    new CreateDocumentCommand({ ...input, VersionName: 'first', TargetType: '/AWS::EC2::Instance' }),
  );
  return door;
}

describe('UpdateDocument', () => {
  it('adds a version and leaves the default', async () => {
    const { client, clock } = await withGate();
    clock.advance(1500);

    const { DocumentDescription } = await client.send(update({ VersionName: 'second', DisplayName: 'Two' }));

    expect(DocumentDescription).toMatchObject({
      Status: 'Updating',
      DocumentVersion: '2',
      LatestVersion: '2',
      DefaultVersion: '1',
      VersionName: 'second',
      DisplayName: 'Two',
      Description: '2',
      TargetType: '/AWS::EC2::Instance',
      CreatedDate: new Date('2026-01-01T00:00:01.500Z'),
    });
  });

  it.each([undefined, '$LATEST', '1'])('takes %s for the latest version', async (DocumentVersion) => {
    const { client } = await withGate();

    const { DocumentDescription } = await client.send(update({ DocumentVersion }));

    expect(DocumentDescription).toMatchObject({ DocumentVersion: '2' });
  });

  it('goes back to what an older version says', async () => {
    const { client } = await withGate();
    await client.send(update({}));

    const { DocumentDescription } = await client.send(update({ Content: content('1') }));

    expect(DocumentDescription).toMatchObject({ DocumentVersion: '3', Description: '1' });
  });

  it('changes the format', async () => {
    const { client } = await withGate();

    await client.send(update({ Content: content('1'), DocumentFormat: 'YAML' }));

    const latest = await client.send(new DescribeDocumentCommand({ Name: 'Gate', DocumentVersion: '$LATEST' }));
    expect(latest.Document).toMatchObject({ DocumentVersion: '2', DocumentFormat: 'YAML' });
  });

  it('never gives a number twice', async () => {
    const { client } = await withGate();
    await client.send(update({ VersionName: 'second' }));
    await client.send(new DeleteDocumentCommand({ Name: 'Gate', DocumentVersion: '2' }));

    const { DocumentDescription } = await client.send(update({ DocumentVersion: '1', VersionName: 'second' }));

    expect(DocumentDescription).toMatchObject({ DocumentVersion: '3', VersionName: 'second', LatestVersion: '3' });
  });

  it('lets all who update at once have a version each', async () => {
    const { client } = await withGate();

    const answers = await Promise.all(
      [2, 3, 4, 5, 6].map((number) => client.send(update({ Content: content(String(number)) }))),
    );

    expect(answers.map(({ DocumentDescription }) => DocumentDescription?.DocumentVersion).sort()).toEqual([
      '2',
      '3',
      '4',
      '5',
      '6',
    ]);
    for (const { DocumentDescription: { DocumentVersion, Description } = {} } of answers) {
      const { Content = '' } = await client.send(new GetDocumentCommand({ Name: 'Gate', DocumentVersion }));
      expect(Content).toBe(content(Description ?? ''));
    }
  });

  it.each([
    ['no such document', { Name: 'Door' }, 'InvalidDocument', 'Document with name Door does not exist.'],
    [
      'a version that is not the latest',
      { DocumentVersion: '2' },
      'InvalidDocumentVersion',
      'The document version is not valid or does not exist.',
    ],
    [
      'the same content',
      { Content: content('1') },
      'DuplicateDocumentContent',
      'The content of the association document matches another document. Change the content of the document and try again.',
    ],
    [
      'a version name that is taken',
      { VersionName: 'first' },
      'DuplicateDocumentVersionName',
      'The version name has already been used in this document. Specify a different version name, and then try again.',
    ],
    [
      'a mistake',
      { Content: runbook({ outputs: ['A.B'] }) },
      'InvalidDocumentContent',
      'Unknown step name in named output: A.B',
    ],
    [
      'another schema',
      { Content: runbook({ schemaVersion: '2.2' }) },
      'InvalidDocumentSchemaVersion',
      'Document schema version is invalid. Value: 2.2',
    ],
    [
      'more than 64 KB',
      { Content: ' '.repeat(65_537) },
      'MaxDocumentSizeExceeded',
      'The size limit of a document is 64 KB.',
    ],
  ])('refuses %s', async (...[, input, name, message]) => {
    const { client } = await withGate();

    await expect(client.send(update(input))).rejects.toMatchObject({ name, message });
  });

  it('refuses to update a Command document of schema 1.2', async () => {
    const { client } = await openDocuments();
    await client.send(
      new CreateDocumentCommand({ Name: 'Gate', Content: '{"schemaVersion": "1.2", "runtimeConfig": {}}' }),
    );

    const asked = client.send(update({ Content: '{"schemaVersion": "2.2", "mainSteps": []}' }));

    await expect(asked).rejects.toMatchObject({
      name: 'InvalidDocumentSchemaVersion',
      message: 'A document of schema version 1.2 cannot be updated.',
    });
  });

  it('refuses the thousand and first version', async () => {
    const { client } = await withGate();
    for (let number = 2; number <= 1000; number += 1) await client.send(update({ Content: content(String(number)) }));

    const oneMore = client.send(update({ Content: content('1001') }));

    await expect(oneMore).rejects.toMatchObject({
      name: 'DocumentVersionLimitExceeded',
      message: 'The document has too many versions. Delete one or more document versions and try again.',
    });
  });
});
