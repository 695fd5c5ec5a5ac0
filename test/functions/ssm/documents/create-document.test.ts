import {
  CreateDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  type CreateDocumentCommandInput,
} from '@aws-sdk/client-ssm';
import { readContent } from '../../../../functions/ssm/documents/content.ts';
import { openDocuments } from './documents-door.ts';
import { runbook, sharedRunbooks } from './runbooks.ts';

const gate = runbook({
  description: 'Opens',
  parameters: {
    Color: { type: 'String', description: 'Which', default: 'green' },
    Ids: { type: 'StringList', default: ['a', 'b'] },
    Count: { type: 'Integer', default: 3 },
    Flag: { type: 'Boolean' },
    Map: { type: 'StringMap', default: { a: 'b' } },
    Maps: { type: 'MapList', default: [] },
  },
});

const create = (input: Partial<CreateDocumentCommandInput>) =>
  new CreateDocumentCommand({ Name: 'Gate', DocumentType: 'Automation', Content: gate, ...input });

describe('CreateDocument', () => {
  it('describes what it stored', async () => {
    const { client } = await openDocuments();

    const { DocumentDescription } = await client.send(
      create({
        VersionName: 'first',
        DisplayName: 'The gate',
        TargetType: '/AWS::EC2::Instance',
        Tags: [{ Key: 'team', Value: 'blue' }],
        Requires: [{ Name: 'Other', Version: '1' }],
      }),
    );

    expect(DocumentDescription).toEqual({
      Hash: 'b83ae858fe6b3d53d7a32754f22a829461aad3afabdb1eb363d96a08a486b04b',
      HashType: 'Sha256',
      Name: 'Gate',
      DisplayName: 'The gate',
      VersionName: 'first',
      Owner: '000000000000',
      CreatedDate: new Date('2026-01-01T00:00:00Z'),
      Status: 'Creating',
      DocumentVersion: '1',
      Description: 'Opens',
      Parameters: [
        { Name: 'Color', Type: 'String', Description: 'Which', DefaultValue: 'green' },
        { Name: 'Ids', Type: 'StringList', DefaultValue: '["a","b"]' },
        { Name: 'Count', Type: 'String', DefaultValue: '3' },
        { Name: 'Flag', Type: 'String' },
        { Name: 'Map', Type: 'String', DefaultValue: '{"a":"b"}' },
        { Name: 'Maps', Type: 'StringList', DefaultValue: '[]' },
      ],
      PlatformTypes: ['Windows', 'Linux'],
      DocumentType: 'Automation',
      SchemaVersion: '0.3',
      LatestVersion: '1',
      DefaultVersion: '1',
      DocumentFormat: 'JSON',
      TargetType: '/AWS::EC2::Instance',
      Tags: [{ Key: 'team', Value: 'blue' }],
      AttachmentsInformation: [],
      Requires: [{ Name: 'Other', Version: '1' }],
    });
  });

  it('makes a Command document in JSON unless told otherwise', async () => {
    const { client } = await openDocuments();
    const input = { Name: 'Shell', Content: '{"schemaVersion": "2.2", "mainSteps": []}' };

    const { DocumentDescription } = await client.send(new CreateDocumentCommand(input));

    expect(DocumentDescription).toMatchObject({
      DocumentType: 'Command',
      DocumentFormat: 'JSON',
      SchemaVersion: '2.2',
      Tags: [],
    });
  });

  it('stores a calendar', async () => {
    const { client } = await openDocuments();
    const Content = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n';

    await client.send(create({ DocumentType: 'ChangeCalendar', DocumentFormat: 'TEXT', Content }));

    expect(await client.send(new GetDocumentCommand({ Name: 'Gate' }))).toMatchObject({
      Content,
      DocumentFormat: 'TEXT',
    });
  });

  it.each([
    'AWS-Gate',
    'aws-gate',
    'Amazon-Gate',
    'AMZN-Gate',
    'AWSEC2-Gate',
    'AWSConfigRemediation-Gate',
    'AWSSupport-Gate',
  ])('refuses the name %s, which is reserved', async (Name) => {
    const { client } = await openDocuments();

    await expect(client.send(create({ Name }))).rejects.toMatchObject({
      name: 'ValidationException',
      message: `Invalid document name ${Name}: it starts with a reserved prefix.`,
    });
  });

  it.each(['awsome', 'AWSAccelerator-Gate', 'amazonas', '__proto__', 'constructor'])(
    'takes the name %s',
    async (Name) => {
      const { client } = await openDocuments();

      await client.send(create({ Name }));

      expect(await client.send(new DescribeDocumentCommand({ Name }))).toMatchObject({
        Document: { Name, Status: 'Active' },
      });
    },
  );

  it('refuses a name that is taken', async () => {
    const { client } = await openDocuments();
    await client.send(create({}));

    const again = client.send(create({ Content: runbook() }));

    await expect(again).rejects.toMatchObject({
      name: 'DocumentAlreadyExists',
      message: 'Document with same name Gate already exists',
    });
  });

  it('gives a name to one of many who ask at once', async () => {
    const { client } = await openDocuments();

    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => client.send(create({}))));

    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(asked.flatMap((one) => (one.status === 'rejected' ? [(one.reason as Error).name] : []))).toEqual(
      Array<string>(7).fill('DocumentAlreadyExists'),
    );
  });

  it('refuses the five hundred and first document', async () => {
    const { client } = await openDocuments();
    for (let count = 0; count < 500; count += 1)
      await client.send(create({ Name: `Gate${count}`, Content: runbook() }));

    const oneMore = client.send(create({}));

    await expect(oneMore).rejects.toMatchObject({
      name: 'DocumentLimitExceeded',
      message: 'You can have at most 500 active SSM documents.',
    });
  });

  it.each([
    ['content that is no JSON', { Content: 'a: 1' }, 'InvalidDocumentContent', 'JSON not well-formed.'],
    [
      'content that is no YAML',
      { Content: 'a: [', DocumentFormat: 'YAML' as const },
      'InvalidDocumentContent',
      'YAML not well-formed. at Line: 2, Column: 1',
    ],
    [
      'a runbook with a mistake',
      { Content: runbook({ mainSteps: undefined }) },
      'InvalidDocumentContent',
      'Missing "mainSteps" in the document.',
    ],
    [
      'a runbook as a Command document',
      { DocumentType: 'Command' as const },
      'InvalidDocumentSchemaVersion',
      'Document schema version is invalid. Value: 0.3',
    ],
    [
      'more than 64 KB',
      { Content: ' '.repeat(65_537) },
      'MaxDocumentSizeExceeded',
      'The size limit of a document is 64 KB.',
    ],
  ])('refuses %s', async (...[, input, name, message]) => {
    const { client } = await openDocuments();

    await expect(client.send(create(input))).rejects.toMatchObject({ name, message });
  });
});

const runbooks = sharedRunbooks();
if (runbooks.length === 0)
  it.skip('takes the public runbooks, which are not there: ../shared/cases/runbooks', () => undefined);
else
  describe('CreateDocument and GetDocument, of a public runbook', () => {
    it.each(runbooks)(
      'give back $file as it was, and in the other format',
      async ({ content: Content, format: DocumentFormat }) => {
        const { client } = await openDocuments();
        const other = DocumentFormat === 'JSON' ? 'YAML' : 'JSON';

        await client.send(create({ Content, DocumentFormat }));
        const same = await client.send(new GetDocumentCommand({ Name: 'Gate', DocumentFormat }));
        const converted = await client.send(new GetDocumentCommand({ Name: 'Gate', DocumentFormat: other }));
        await client.send(create({ Name: 'Converted', Content: converted.Content, DocumentFormat: other }));
        const back = await client.send(new GetDocumentCommand({ Name: 'Converted', DocumentFormat }));

        expect(same.Content).toBe(Content);
        expect(readContent(back.Content ?? '', DocumentFormat)).toEqual(readContent(Content, DocumentFormat));
      },
    );
  });
