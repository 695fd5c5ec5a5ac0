import {
  CreateDocumentCommand,
  GetDocumentCommand,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from '@aws-sdk/client-ssm';
import { openDocuments } from './documents-door.ts';

const yaml = `# The gate
schemaVersion: '0.3'
mainSteps:
  - {name: Wait, action: 'aws:pause', inputs: {}}   # for ever
`;
const second = yaml.replace('Wait', 'Rest');

/** A door to the document Gate, whose versions 1 (named first) and 2 are in YAML; 1 is the default. */
async function withGate() {
  const door = await openDocuments();
  const input = { Name: 'Gate', DocumentFormat: 'YAML' as const };
  await door.client.send(
    new CreateDocumentCommand({ ...input, Content: yaml, DocumentType: 'Automation', VersionName: 'first' }),
  );
  door.clock.advance(1000);
  await door.client.send(new UpdateDocumentCommand({ ...input, Content: second, DocumentVersion: '$LATEST' }));
  return door;
}

describe('GetDocument', () => {
  it('gives the content byte for byte in its own format', async () => {
    const { client } = await withGate();

    const answer = await client.send(new GetDocumentCommand({ Name: 'Gate', DocumentFormat: 'YAML' }));

    expect({ ...answer, $metadata: undefined }).toEqual({
      Name: 'Gate',
      CreatedDate: new Date('2026-01-01T00:00:00Z'),
      VersionName: 'first',
      DocumentVersion: '1',
      Status: 'Active',
      Content: yaml,
      DocumentType: 'Automation',
      DocumentFormat: 'YAML',
    });
  });

  it('gives JSON unless told otherwise', async () => {
    const { client } = await withGate();

    const { Content, DocumentFormat } = await client.send(new GetDocumentCommand({ Name: 'Gate' }));

    expect(DocumentFormat).toBe('JSON');
    expect(Content).toBe(
      `{\n  "schemaVersion": "0.3",\n  "mainSteps": [\n    {\n      "name": "Wait",\n      "action": "aws:pause",\n      "inputs": {}\n    }\n  ]\n}`,
    );
  });

  it('gives YAML of what was JSON', async () => {
    const { client } = await openDocuments();
    const Content = '{"schemaVersion":"2.2","mainSteps":[],"parameters":{"__proto__":{"type":"String"}}}';
    await client.send(new CreateDocumentCommand({ Name: 'Gate', Content }));

    const answer = await client.send(new GetDocumentCommand({ Name: 'Gate', DocumentFormat: 'YAML' }));

    expect(answer.Content).toBe(`schemaVersion: '2.2'\nmainSteps: []\nparameters:\n  __proto__:\n    type: String\n`);
  });

  it.each([
    ['the default version', {}, '1'],
    ['$DEFAULT', { DocumentVersion: '$DEFAULT' }, '1'],
    ['$LATEST', { DocumentVersion: '$LATEST' }, '2'],
    ['a number', { DocumentVersion: '2' }, '2'],
    ['a version name', { VersionName: 'first' }, '1'],
    ['a number and its name', { DocumentVersion: '1', VersionName: 'first' }, '1'],
    ['an ARN', { Name: 'arn:aws:ssm:us-east-1:000000000000:document/Gate' }, '1'],
  ])('finds %s', async (_, wanted, version) => {
    const { client } = await withGate();

    const { DocumentVersion, Name } = await client.send(new GetDocumentCommand({ Name: 'Gate', ...wanted }));

    expect([Name, DocumentVersion]).toEqual(['Gate', version]);
  });

  it('finds the default version after it changed', async () => {
    const { client } = await withGate();
    await client.send(new UpdateDocumentDefaultVersionCommand({ Name: 'Gate', DocumentVersion: '2' }));

    const { DocumentVersion } = await client.send(new GetDocumentCommand({ Name: 'Gate' }));

    expect(DocumentVersion).toBe('2');
  });

  it.each([
    ['no such document', { Name: 'Door' }, 'InvalidDocument', 'Document with name Door does not exist.'],
    ['a document by its beginning', { Name: 'Gat' }, 'InvalidDocument', 'Document with name Gat does not exist.'],
    [
      'another Region',
      { Name: 'arn:aws:ssm:eu-west-1:000000000000:document/Gate' },
      'InvalidDocument',
      'Document with name arn:aws:ssm:eu-west-1:000000000000:document/Gate does not exist.',
    ],
    [
      'no such version',
      { DocumentVersion: '3' },
      'InvalidDocumentVersion',
      'The document version is not valid or does not exist.',
    ],
    [
      'no such version name',
      { VersionName: 'third' },
      'InvalidDocumentVersion',
      'The document version is not valid or does not exist.',
    ],
    [
      'a name of another version',
      { DocumentVersion: '2', VersionName: 'first' },
      'InvalidDocumentVersion',
      'The document version is not valid or does not exist.',
    ],
  ])('refuses %s', async (...[, wanted, name, message]) => {
    const { client } = await withGate();

    await expect(client.send(new GetDocumentCommand({ Name: 'Gate', ...wanted }))).rejects.toMatchObject({
      name,
      message,
    });
  });
});
