import { randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { openS3 } from './serving.ts';

const Bucket = 'templates';

describe('the S3 wire', () => {
  let serving: Awaited<ReturnType<typeof openS3>>;
  let client: S3Client;
  const put = (Key: string, Body: string | Uint8Array = Key) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body }));
  const textOf = async (Key: string, Range?: string) =>
    (await client.send(new GetObjectCommand({ Bucket, Key, Range }))).Body?.transformToString();

  beforeEach(async () => {
    serving = await openS3();
    client = serving.client();
    await client.send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(() => serving.close());

  it('keeps an object with its headers', async () => {
    const { ETag } = await client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'a/é &.txt',
        Body: 'hello',
        ContentType: 'text/plain',
        Metadata: { by: 'Ada' },
      }),
    );

    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'a/é &.txt' }));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'a/é &.txt' }));

    expect(await got.Body?.transformToString()).toBe('hello');
    expect(got).toMatchObject({ ContentType: 'text/plain', Metadata: { by: 'Ada' }, ETag });
    expect(head).toMatchObject({
      ContentLength: 5,
      ContentType: 'text/plain',
      ETag: '"5d41402abc4b2a76b9719d911017c592"',
    });
  });

  it.each([
    ['bytes=1-3', 'ell'],
    ['bytes=3-', 'lo'],
    ['bytes=-2', 'lo'],
    ['bytes=0-99', 'hello'],
    ['lines=1-2', 'hello'],
  ])('answers with the range %s', async (range, expected) => {
    await put('greeting', 'hello');

    expect(await textOf('greeting', range)).toBe(expected);
  });

  it('refuses a range beyond the end', async () => {
    await put('greeting', 'hello');

    await expect(textOf('greeting', 'bytes=5-')).rejects.toMatchObject({ name: 'InvalidRange' });
  });

  it('holds to the conditions of HTTP', async () => {
    const { ETag } = await put('a');
    const get = (conditions: object) => client.send(new GetObjectCommand({ Bucket, Key: 'a', ...conditions }));

    await expect(get({ IfMatch: ETag })).resolves.toMatchObject({ ETag });
    await expect(get({ IfMatch: '"other"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(get({ IfNoneMatch: ETag })).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    await expect(get({ IfModifiedSince: new Date(Date.now() + 60_000) })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(get({ IfUnmodifiedSince: new Date(0) })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('copies, with the headers of the source or new ones', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'a b', Body: 'x', ContentType: 'text/css' }));
    const copy = (Key: string, more: object) =>
      client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/a%20b`, ...more }));

    await copy('same', {});
    await copy('other', { MetadataDirective: 'REPLACE', ContentType: 'text/html' });

    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'same' }))).toMatchObject({
      ContentType: 'text/css',
    });
    expect(await client.send(new HeadObjectCommand({ Bucket, Key: 'other' }))).toMatchObject({
      ContentType: 'text/html',
    });
    await expect(
      client.send(new CopyObjectCommand({ Bucket, Key: 'c', CopySource: `${Bucket}/none` })),
    ).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('puts parts together', async () => {
    const first = randomBytes(5 * 1024 ** 2);
    await put('tail', 'the end');
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'big', ContentType: 'a/b' }),
    );
    const at = { Bucket, Key: 'big', UploadId };
    const one = await client.send(new UploadPartCommand({ ...at, PartNumber: 1, Body: first }));
    const two = await client.send(
      new UploadPartCopyCommand({ ...at, PartNumber: 2, CopySource: `${Bucket}/tail`, CopySourceRange: 'bytes=4-6' }),
    );
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket }));
    const parts = await client.send(new ListPartsCommand(at));
    const Parts = [
      { PartNumber: 1, ETag: one.ETag },
      { PartNumber: 2, ETag: two.CopyPartResult?.ETag },
    ];

    const { ETag } = await client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));
    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'big' }));

    expect(uploads.Uploads).toMatchObject([{ Key: 'big', UploadId }]);
    expect(parts.Parts).toMatchObject([
      { PartNumber: 1, Size: 5_242_880 },
      { PartNumber: 2, Size: 3 },
    ]);
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    expect(got.ContentType).toBe('a/b');
    expect(
      Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(Buffer.concat([first, Buffer.from('end')])),
    ).toBe(true);
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toBeUndefined();
  });

  it('refuses parts that are not there, out of order or too small', async () => {
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }));
    const at = { Bucket, Key: 'big', UploadId };
    const { ETag } = await client.send(new UploadPartCommand({ ...at, PartNumber: 1, Body: 'small' }));
    await client.send(new UploadPartCommand({ ...at, PartNumber: 2, Body: 'small' }));
    const complete = (...Parts: object[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...at, MultipartUpload: { Parts } }));

    await expect(complete({ PartNumber: 3, ETag })).rejects.toMatchObject({ name: 'InvalidPart' });
    await expect(complete({ PartNumber: 2, ETag }, { PartNumber: 1, ETag })).rejects.toMatchObject({
      name: 'InvalidPartOrder',
    });
    await expect(complete({ PartNumber: 1, ETag }, { PartNumber: 2, ETag })).rejects.toMatchObject({
      name: 'EntityTooSmall',
    });
    await client.send(new AbortMultipartUploadCommand(at));
    await expect(complete({ PartNumber: 1, ETag })).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(textOf('big')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('lists page by page, in the order of the keys', async () => {
    for (const key of ['b', 'a/2', 'a/1', 'c/x/y', 'é']) await put(key);
    const list = (more: object) => client.send(new ListObjectsV2Command({ Bucket, ...more }));
    const keys = ({ Contents = [], CommonPrefixes = [] }: Awaited<ReturnType<typeof list>>) => [
      ...Contents.map(({ Key }) => Key),
      ...CommonPrefixes.map(({ Prefix }) => Prefix),
    ];

    const first = await list({ MaxKeys: 2 });
    const second = await list({ MaxKeys: 9, ContinuationToken: first.NextContinuationToken });
    const folders = await list({ Delimiter: '/', MaxKeys: 1 });
    const next = await list({ Delimiter: '/', MaxKeys: 9, ContinuationToken: folders.NextContinuationToken });

    expect([keys(first), first.IsTruncated]).toEqual([['a/1', 'a/2'], true]);
    expect([keys(second), second.IsTruncated]).toEqual([['b', 'c/x/y', 'é'], false]);
    expect(keys(folders)).toEqual(['a/']);
    expect(keys(next)).toEqual(['b', 'é', 'c/']);
    expect(keys(await list({ Prefix: 'a/', StartAfter: 'a/1' }))).toEqual(['a/2']);
    expect(await list({ MaxKeys: 0 })).toMatchObject({ KeyCount: 0, IsTruncated: false });
    await expect(list({ ContinuationToken: '!' })).rejects.toMatchObject({ name: 'InvalidArgument' });
    const old = await client.send(new ListObjectsCommand({ Bucket, Marker: 'b', EncodingType: 'url' }));
    expect(old.Contents?.map(({ Key }) => Key)).toEqual(['c/x/y', '%C3%A9']);
  });

  it('removes one or many objects', async () => {
    for (const key of ['a', 'b', 'c']) await put(key);

    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const { Deleted } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'b' }, { Key: 'none' }] } }),
    );

    expect(Deleted).toEqual([{ Key: 'b' }, { Key: 'none' }]);
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(({ Key }) => Key)).toEqual(['c']);
  });

  it('makes and removes buckets', async () => {
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new CreateBucketCommand({ Bucket: 'second.one' }));
    await put('a');

    expect((await client.send(new ListBucketsCommand({}))).Buckets?.map(({ Name }) => Name)).toEqual([
      'second.one',
      Bucket,
    ]);
    await expect(client.send(new HeadBucketCommand({ Bucket }))).resolves.toBeDefined();
    expect((await client.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
    await expect(client.send(new DeleteBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'BucketNotEmpty' });
    await client.send(new DeleteBucketCommand({ Bucket: 'second.one' }));
    await expect(client.send(new HeadBucketCommand({ Bucket: 'second.one' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each(['.s3-parts', 'Upper', 'a', '1.2.3.4', 'two..dots'])('has no bucket named %s', async (name) => {
    await expect(client.send(new CreateBucketCommand({ Bucket: name }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
    await expect(client.send(new ListObjectsV2Command({ Bucket: name }))).rejects.toMatchObject({
      name: 'InvalidBucketName',
    });
  });

  it('refuses what it cannot keep', async () => {
    await expect(put('k'.repeat(1025))).rejects.toMatchObject({ name: 'KeyTooLongError' });
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', Metadata: { much: 'm'.repeat(2048) } })),
    ).rejects.toMatchObject({ name: 'MetadataTooLarge' });
    await expect(
      client.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', IfNoneMatch: '*' })),
    ).rejects.toMatchObject({ name: 'NotImplemented' });
    await expect(client.send(new PutBucketPolicyCommand({ Bucket, Policy: '{}' }))).rejects.toMatchObject({
      name: 'NotImplemented',
    });
    await expect(client.send(new PutObjectCommand({ Bucket: 'nobodys', Key: 'a', Body: 'x' }))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    });
    await expect(client.send(new ListObjectsV2Command({ Bucket }))).resolves.toMatchObject({ KeyCount: 0 });
  });

  it('refuses keys that are too long whatever is asked of them', async () => {
    const Key = 'k'.repeat(1025);
    const tooLong = { name: 'KeyTooLongError' };

    await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject(tooLong);
    await expect(client.send(new DeleteObjectCommand({ Bucket, Key }))).rejects.toMatchObject(tooLong);
    await expect(
      client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key }] } })),
    ).rejects.toMatchObject(tooLong);
    await expect(
      client.send(new CopyObjectCommand({ Bucket, Key: 'b', CopySource: `${Bucket}/${Key}` })),
    ).rejects.toMatchObject(tooLong);
    await expect(client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 400 },
    });
  });

  it('refuses a header for the answer that is none', async () => {
    await put('a');

    await expect(
      client.send(new GetObjectCommand({ Bucket, Key: 'a', ResponseContentType: 'a\nb: c' })),
    ).rejects.toMatchObject({ name: 'InvalidArgument' });
  });

  it('has no tags, and says so to who copies', async () => {
    await put('a');

    expect((await client.send(new GetObjectTaggingCommand({ Bucket, Key: 'a' }))).TagSet).toEqual([]);
  });

  it('tells of objects that come and go', async () => {
    await put('a/b.tar.gz', 'hello');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/b.tar.gz' }));

    expect(serving.told).toMatchObject([
      {
        source: 'aws.s3',
        detailType: 'Object Created',
        resources: ['arn:aws:s3:::templates'],
        detail: {
          bucket: { name: 'templates' },
          object: { key: 'a/b.tar.gz', size: 5, etag: '5d41402abc4b2a76b9719d911017c592' },
          reason: 'PutObject',
        },
      },
      { detailType: 'Object Deleted', detail: { object: { key: 'a/b.tar.gz' } } },
    ]);
  });

  it('takes a body of ten megabytes at once', async () => {
    const body = randomBytes(10 * 1024 ** 2);

    await put('big', body);

    const got = await client.send(new GetObjectCommand({ Bucket, Key: 'big' }));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(body)).toBe(true);
  });
});
