import { createHash, createHmac } from 'node:crypto';
import { Readable } from 'node:stream';
import { CreateBucketCommand, DeleteObjectsCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SignatureV4 } from '@smithy/signature-v4';
import { HttpRequest } from '@smithy/core/protocols';
import { Hash } from '@smithy/core/serde';
import type { Keys } from '../../door.ts';
import { openS3 } from './serving.ts';

const Bucket = 'templates';
const sha256 = (data: string | Uint8Array) => createHash('sha256').update(data).digest('hex');

describe('the signatures of the S3 wire', () => {
  let serving: Awaited<ReturnType<typeof openS3>>;
  beforeEach(async () => {
    serving = await openS3();
    await serving.client().send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(() => serving.close());

  const signer = (credentials: Keys = serving.administrator) =>
    new SignatureV4({
      credentials,
      region: 'us-east-1',
      service: 's3',
      sha256: Hash.bind(null, 'sha256'),
      uriEscapePath: false,
      applyChecksum: false,
    });
  const request = (method: string, key: string, headers: Record<string, string> = {}) => {
    const { hostname, port, host } = new URL(serving.url);
    const path = `/${Bucket}/${key}`;
    return new HttpRequest({
      method,
      protocol: 'http:',
      hostname,
      port: Number(port),
      path,
      headers: { host, ...headers },
    });
  };
  const sent = async ({ method, path, headers, query }: HttpRequest, body?: Uint8Array) => {
    const text = new URLSearchParams(query as Record<string, string>).toString();
    const response = await fetch(`${serving.url}${path}${text && `?${text}`}`, {
      method,
      headers,
      ...(body && { body }),
    });
    return { status: response.status, text: await response.text() };
  };
  const textOf = async (Key: string) =>
    (await serving.client().send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString();

  it('come with a stream in chunks and a trailing checksum', async () => {
    const stream = Readable.from(['one ', 'two ', 'three']);

    await serving
      .client()
      .send(
        new PutObjectCommand({ Bucket, Key: 'stream', Body: stream, ContentLength: 13, ChecksumAlgorithm: 'CRC32C' }),
      );

    expect(await textOf('stream')).toBe('one two three');
  });

  const chunked = async (tamper: (frames: string[]) => string[]) => {
    const date = new Date(serving.clock.now()).toISOString().replace(/[-:]|\.\d+/g, '');
    const headers = {
      'content-encoding': 'aws-chunked',
      'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      'x-amz-decoded-content-length': '11',
    };
    const put = (await signer().sign(request('PUT', 'chunked', headers), {
      signingDate: new Date(serving.clock.now()),
    })) as HttpRequest;
    const scope = `${date.slice(0, 8)}/us-east-1/s3/aws4_request`;
    const key = [date.slice(0, 8), 'us-east-1', 's3', 'aws4_request'].reduce<string | Buffer>(
      (one, part) => createHmac('sha256', one).update(part).digest(),
      `AWS4${serving.administrator.secretAccessKey}`,
    );
    let previous = /Signature=(\w+)/.exec(put.headers['authorization'] ?? '')?.[1] ?? '';
    const frames = ['hello ', 'world', ''].map((chunk) => {
      const text = ['AWS4-HMAC-SHA256-PAYLOAD', date, scope, previous, sha256(''), sha256(chunk)].join('\n');
      previous = createHmac('sha256', key).update(text).digest('hex');
      return `${chunk.length.toString(16)};chunk-signature=${previous}\r\n${chunk}\r\n`;
    });
    return sent(put, Buffer.from(tamper(frames).join('')));
  };

  it('are checked chunk by chunk', async () => {
    expect(await chunked((frames) => frames)).toMatchObject({ status: 200 });
    expect(await textOf('chunked')).toBe('hello world');
  });

  it.each([
    ['changed', (frames: string[]) => frames.map((one) => one.replace('hello', 'hallo')), 'SignatureDoesNotMatch'],
    ['exchanged', ([one = '', two = '', end = '']: string[]) => [two, one, end], 'SignatureDoesNotMatch'],
    ['left out', ([, two = '', end = '']: string[]) => [two, end], 'SignatureDoesNotMatch'],
    ['cut off', ([one = '']: string[]) => [one], 'IncompleteBody'],
    ['no chunks', () => ['hello world'], 'IncompleteBody'],
  ])('refuse chunks that were %s', async (_, tamper, code) => {
    const { status, text } = await chunked(tamper);

    expect([status, text]).toEqual([
      code === 'IncompleteBody' ? 400 : 403,
      expect.stringContaining(`<Code>${code}</Code>`),
    ]);
    await expect(textOf('chunked')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('in the query serve a browser until they expire', async () => {
    await serving.client().send(new PutObjectCommand({ Bucket, Key: 'a b', Body: 'hello' }));
    const url = await signer().presign(request('GET', 'a%20b', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }), {
      expiresIn: 60,
      signingDate: new Date(serving.clock.now()),
    });
    const presigned = url as HttpRequest;

    expect(await sent(presigned)).toEqual({ status: 200, text: 'hello' });
    expect(await sent({ ...presigned, path: `/${Bucket}/other` } as HttpRequest)).toMatchObject({
      status: 403,
      text: expect.stringContaining('SignatureDoesNotMatch'),
    });
    serving.clock.advance(60_000);
    expect(await sent(presigned)).toMatchObject({ status: 403, text: expect.stringContaining('Request has expired') });
  });

  it.each([
    ['an unknown key', { accessKeyId: 'AKIA1234567890123456' }, 'InvalidAccessKeyId'],
    ['a wrong secret', { secretAccessKey: 'wrong' }, 'SignatureDoesNotMatch'],
  ])('refuse %s', async (_, other, name) => {
    const client = serving.client({ ...serving.administrator, ...other });

    await expect(client.send(new GetObjectCommand({ Bucket, Key: 'a' }))).rejects.toMatchObject({ name });
  });

  it('refuse a request of another time', async () => {
    serving.clock.advance(301_000);
    const get = await signer().sign(request('GET', 'a', { 'x-amz-content-sha256': sha256('') }), {
      signingDate: new Date(serving.clock.now() - 301_000),
    });

    expect(await sent(get as HttpRequest)).toMatchObject({
      status: 403,
      text: expect.stringContaining('<Code>RequestTimeTooSkewed</Code>'),
    });
  });

  it('refuse a body that is not the one signed, and one that is not as its checksum says', async () => {
    const signingDate = new Date(serving.clock.now());
    const body = Buffer.from('hello');
    const headers = { 'x-amz-content-sha256': sha256('other') };
    const other = (await signer().sign(request('PUT', 'a', headers), { signingDate })) as HttpRequest;
    const wrong = { 'x-amz-content-sha256': sha256(body), 'x-amz-checksum-crc32': 'AAAAAA==' };
    const summed = (await signer().sign(request('PUT', 'a', wrong), { signingDate })) as HttpRequest;

    expect(await sent(other, body)).toMatchObject({
      status: 400,
      text: expect.stringContaining('XAmzContentSHA256Mismatch'),
    });
    expect(await sent(summed, body)).toMatchObject({ status: 400, text: expect.stringContaining('BadDigest') });
    await expect(textOf('a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'take the checksum %s',
    async (ChecksumAlgorithm) => {
      await serving.client().send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'hello', ChecksumAlgorithm }));

      expect(await textOf('a')).toBe('hello');
    },
  );

  it('give no more than the policies of their principal', async () => {
    await serving.client().send(new PutObjectCommand({ Bucket, Key: 'mine/a', Body: 'hello' }));
    const keys = await serving.principal('ada', [
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:DeleteObject'], Resource: `arn:aws:s3:::${Bucket}/mine/*` },
    ]);
    const ada = serving.client(keys);
    const remove = (...names: string[]) =>
      ada.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: names.map((Key) => ({ Key })) } }));

    await expect(ada.send(new GetObjectCommand({ Bucket, Key: 'mine/a' }))).resolves.toMatchObject({
      ContentLength: 5,
    });
    await expect(ada.send(new GetObjectCommand({ Bucket, Key: 'theirs' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(ada.send(new GetObjectCommand({ Bucket, Key: 'mine/none' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(ada.send(new PutObjectCommand({ Bucket, Key: 'mine/b', Body: 'x' }))).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    await expect(remove('mine/a', 'theirs')).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(await textOf('mine/a')).toBe('hello');
  });

  it('are never written to the log', () => {
    expect(JSON.stringify(serving.lines)).not.toContain(serving.administrator.secretAccessKey);
    expect(serving.lines[0]).toMatchObject({
      message: 'request',
      fields: { operation: 's3:CreateBucket', status: 200 },
    });
  });
});
