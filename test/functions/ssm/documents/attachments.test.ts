import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AttachmentsSource,
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  UpdateDocumentCommand,
} from '@aws-sdk/client-ssm';
import { fileObjects } from '../../../../local/file-objects.ts';
import { signedObjectUrls } from '../../../../local/object-urls.ts';
import { fakeClock } from '../../../clock.ts';
import { fakeHttp } from '../../../http.ts';
import { openDocuments } from './documents-door.ts';
import { runbook } from './runbooks.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const filesOf = (files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([name, text]) => [name, { checksums: { sha256: sha256(text) } }]));
const create = (files: object, Attachments: AttachmentsSource[], Name = 'Tool') =>
  new CreateDocumentCommand({ Name, DocumentType: 'Automation', Content: runbook({ files }), Attachments });
const s3File = (url: string, Name?: string): AttachmentsSource => ({
  Key: 'S3FileUrl',
  Values: [url],
  ...(Name && { Name }),
});

describe('the attachments of a document', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'attachments-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const open = async () => {
    const urls = signedObjectUrls(fakeClock());
    urls.base = 'http://here';
    const objects = fileObjects(folder, fakeClock(), urls);
    const http = fakeHttp();
    await objects.put('my-files', 'tools/main.py', bytes('main'));
    await objects.put('my-files', 'tools/more.zip', bytes('more'));
    const kept = async () => (await objects.list('.attachments', {})).objects.map(({ key }) => key.split('/')[1]);
    return { ...(await openDocuments({ objects, http })), objects, http, kept };
  };

  it.each([
    's3://my-files/tools/main.py',
    'https://my-files.s3.us-east-1.amazonaws.com/tools/main.py',
    'https://my-files.s3-eu-west-1.amazonaws.com/tools/main.py',
    'https://s3.amazonaws.com/my-files/tools/main.py',
    'https://s3.eu-west-1.amazonaws.com/my-files/tools/main.py',
  ])('are kept as they were at %s', async (url) => {
    const { client, objects, kept } = await open();

    await client.send(create(filesOf({ 'main.py': 'main' }), [s3File(url, 'main.py')]));
    await objects.put('my-files', 'tools/main.py', bytes('changed'));

    expect(await client.send(new DescribeDocumentCommand({ Name: 'Tool' }))).toMatchObject({
      Document: { AttachmentsInformation: [{ Name: 'main.py' }] },
    });
    const { AttachmentsContent } = await client.send(new GetDocumentCommand({ Name: 'Tool' }));
    expect(AttachmentsContent).toEqual([
      {
        Name: 'main.py',
        Size: 4,
        Hash: sha256('main'),
        HashType: 'Sha256',
        Url: expect.stringMatching('^http://here/objects'),
      },
    ]);
    expect(await kept()).toEqual([sha256('main')]);
  });

  it('come from a folder by the names in files', async () => {
    const { client } = await open();
    const folderOf: AttachmentsSource = { Key: 'SourceUrl', Values: ['s3://my-files/tools/'] };

    await client.send(create(filesOf({ 'main.py': 'main', 'more.zip': 'more' }), [folderOf]));

    const { AttachmentsContent } = await client.send(new GetDocumentCommand({ Name: 'Tool' }));
    expect(AttachmentsContent?.map(({ Name, Size }) => [Name, Size])).toEqual([
      ['main.py', 4],
      ['more.zip', 4],
    ]);
  });

  it('come from another document', async () => {
    const { client } = await open();
    const reference: AttachmentsSource = { Key: 'AttachmentReference', Values: ['Tool/1/main.py'] };
    await client.send(create(filesOf({ 'main.py': 'main' }), [s3File('s3://my-files/tools/main.py')]));

    await client.send(create(filesOf({ 'main.py': 'main' }), [reference], 'Second'));
    await client.send(new DeleteDocumentCommand({ Name: 'Tool' }));

    const { AttachmentsContent } = await client.send(new GetDocumentCommand({ Name: 'Second' }));
    expect(AttachmentsContent).toMatchObject([{ Name: 'main.py', Size: 4 }]);
  });

  it('come from S3 itself where the bucket is not here, also by a signed URL', async () => {
    const { client, http } = await open();
    http.files.set('https://theirs.s3.us-east-1.amazonaws.com/a/main.py', bytes('main'));
    http.files.set('https://theirs.s3.amazonaws.com/more.zip?X-Amz-Signature=1', bytes('more'));
    const sources = [
      s3File('s3://theirs/a/main.py'),
      s3File('https://theirs.s3.amazonaws.com/more.zip?X-Amz-Signature=1'),
    ];

    await client.send(create(filesOf({ 'main.py': 'main', 'more.zip': 'more' }), sources));

    const { AttachmentsContent } = await client.send(new GetDocumentCommand({ Name: 'Tool' }));
    expect(AttachmentsContent?.map(({ Name }) => Name)).toEqual(['main.py', 'more.zip']);
  });

  it('belong to their version, and go with it', async () => {
    const { client, objects, kept } = await open();
    const source = s3File('s3://my-files/tools/main.py');
    await client.send(create(filesOf({ 'main.py': 'main' }), [source]));
    await objects.put('my-files', 'tools/main.py', bytes('second'));
    const Content = runbook({ files: filesOf({ 'main.py': 'second' }) });
    await client.send(new UpdateDocumentCommand({ Name: 'Tool', Content, Attachments: [source] }));

    const sizes = async (DocumentVersion: string) =>
      (await client.send(new GetDocumentCommand({ Name: 'Tool', DocumentVersion }))).AttachmentsContent?.[0]?.Size;
    expect([await sizes('1'), await sizes('2')]).toEqual([4, 6]);
    await client.send(new DeleteDocumentCommand({ Name: 'Tool', DocumentVersion: '2' }));
    expect(await kept()).toEqual([sha256('main')]);
    await client.send(new DeleteDocumentCommand({ Name: 'Tool' }));
    expect(await kept()).toEqual([]);
  });

  it.each<[string, object, AttachmentsSource[], string]>([
    [
      'another checksum',
      filesOf({ 'more.zip': 'more', 'main.py': 'other' }),
      [s3File('s3://my-files/tools/more.zip'), s3File('s3://my-files/tools/main.py')],
      `The sha256 checksum of the attachment main.py is ${sha256('main')}, not ${sha256('other')}.`,
    ],
    [
      'no checksum',
      { 'main.py': { checksums: { md5: 'x' } } },
      [s3File('s3://my-files/tools/main.py')],
      'The "files" section of the document should hold the sha256 checksum of the attachment main.py.',
    ],
    [
      'no object',
      filesOf({ 'none.py': '' }),
      [s3File('s3://my-files/none.py')],
      'The attachment s3://my-files/none.py cannot be read: the answer has the status 404. Verify that the URL of the S3 object is correct.',
    ],
    [
      'a URL of something else',
      filesOf({ 'main.py': 'main' }),
      [s3File('https://example.com/main.py?secret=1')],
      'https://example.com/main.py is not the URL of a file in an S3 bucket.',
    ],
    [
      'a file of this machine',
      filesOf({ 'main.py': 'main' }),
      [s3File('file:///etc/main.py')],
      'file:///etc/main.py is not the URL of a file in an S3 bucket.',
    ],
    [
      'the bucket of all attachments',
      filesOf({ 'main.py': 'main' }),
      [s3File('s3://.attachments/main.py')],
      's3://.attachments/main.py is not the URL of a file in an S3 bucket.',
    ],
    [
      'no such reference',
      filesOf({ 'main.py': 'main' }),
      [{ Key: 'AttachmentReference', Values: ['Other/1/main.py'] }],
      'There is no attachment Other/1/main.py.',
    ],
    [
      'a reference without version',
      filesOf({ 'main.py': 'main' }),
      [{ Key: 'AttachmentReference', Values: ['Other/main.py'] }],
      'The attachment reference Other/main.py is not written as document/version/file.',
    ],
    [
      'one name twice',
      filesOf({ 'main.py': 'main' }),
      [s3File('s3://my-files/tools/main.py'), s3File('s3://my-files/main.py')],
      'The attachment main.py is given twice.',
    ],
  ])('are refused for %s, and nothing is kept', async (_name, files, sources, message) => {
    const { client, kept } = await open();

    await expect(client.send(create(files, sources))).rejects.toMatchObject({
      name: 'InvalidDocumentContent',
      message,
    });
    await expect(client.send(new DescribeDocumentCommand({ Name: 'Tool' }))).rejects.toMatchObject({
      name: 'InvalidDocument',
    });
    expect(await kept()).toEqual([]);
  });

  it('leave nothing when the document is there already', async () => {
    const { client, kept } = await open();
    const command = create(filesOf({ 'main.py': 'main' }), [s3File('s3://my-files/tools/main.py')]);
    await client.send(command);

    await expect(client.send(command)).rejects.toMatchObject({ name: 'DocumentAlreadyExists' });

    expect(await kept()).toHaveLength(1);
  });

  it('need the right to read them', async () => {
    const door = await open();
    const allow = (Action: string, Resource: string) => ({ Effect: 'Allow', Action, Resource });
    const rights = [allow('ssm:CreateDocument', '*'), allow('s3:GetObject', 'arn:aws:s3:::my-files/tools/main.py')];
    const reader = door.ssm(await door.principal('reader', { Version: '2012-10-17', Statement: rights }));
    const source = s3File('s3://my-files/tools/main.py');

    await reader.send(create(filesOf({ 'main.py': 'main' }), [source]));
    const refused = [s3File('s3://my-files/tools/more.zip'), { ...source, Key: 'SourceUrl' as const }];

    for (const other of refused)
      await expect(reader.send(create({}, [other], 'Other'))).rejects.toMatchObject({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          'is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::my-files/tools/',
        ),
      });
    await expect(
      reader.send(create({}, [{ Key: 'AttachmentReference', Values: ['Tool/1/main.py'] }], 'Other')),
    ).rejects.toMatchObject({
      message: expect.stringContaining('ssm:GetDocument on resource: arn:aws:ssm:us-east-1:000000000000:document/Tool'),
    });
  });
});
