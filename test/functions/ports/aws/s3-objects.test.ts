import { jest } from '@jest/globals';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { s3Objects } from '../../../../functions/ports/aws/s3-objects.ts';
import { fakeClock } from '../../../clock.ts';
import { objectsContract } from '../../../ports/objects.contract.ts';
import { type Moto, startMoto, withMoto } from './moto.ts';

jest.setTimeout(60_000);

const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
const region = 'us-east-1';

describe('s3Objects', () => {
  withMoto('as every objects port, on moto', () => {
    let moto: Moto;
    let client = new S3Client({ region });
    beforeAll(async () => {
      moto = await startMoto();
      client = new S3Client({ ...moto.config, forcePathStyle: true });
    });
    afterAll(() => {
      client.destroy();
      moto.stop();
    });

    let made = 0;
    objectsContract((clock) => {
      const objects = s3Objects(client, clock);
      const prefix = `test-${made++}-`;
      const buckets = new Set<string>();
      const put: typeof objects.put = async (bucket, key, body) => {
        if (!buckets.has(bucket)) await client.send(new CreateBucketCommand({ Bucket: prefix + bucket }));
        buckets.add(bucket);
        return objects.put(prefix + bucket, key, body);
      };
      return {
        put,
        get: (bucket, key, largest) => objects.get(prefix + bucket, key, largest),
        url: (bucket, key, seconds) => objects.url(prefix + bucket, key, seconds),
        remove: (bucket, key) => objects.remove(prefix + bucket, key),
        list: (bucket, options) => objects.list(prefix + bucket, options),
      };
    });
  });

  it('takes a refusal for what it is', async () => {
    const client = new S3Client({ region, credentials });
    const denied = new S3ServiceException({
      name: 'AccessDenied',
      $fault: 'client',
      $metadata: {},
      message: 'Access Denied',
    });
    mockClient(client).on(GetObjectCommand).rejects(denied);

    await expect(s3Objects(client, fakeClock()).get('bucket', 'key')).rejects.toMatchObject({
      name: 'ObjectRefused',
      message: 'S3 says AccessDenied',
    });
  });

  it('keeps the buckets of its own in folders of one bucket', async () => {
    const client = new S3Client({ region, credentials });
    const sent = mockClient(client);
    sent.on(PutObjectCommand).resolves({});
    sent.on(ListObjectsV2Command).resolves({ Contents: [{ Key: 'attachments/a/b', Size: 1 }] });
    const objects = s3Objects(client, fakeClock(), 'all-of-ours');

    await objects.put('.attachments', 'a/b', new Uint8Array([1]));
    const { objects: listed } = await objects.list('.attachments', { prefix: 'a/' });

    expect(sent.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({
      Bucket: 'all-of-ours',
      Key: 'attachments/a/b',
    });
    expect(sent.commandCalls(ListObjectsV2Command)[0]?.args[0].input).toMatchObject({ Prefix: 'attachments/a/' });
    expect(listed.map(({ key }) => key)).toEqual(['a/b']);
  });

  it('signs the URL of an object for as long as told', async () => {
    const url = new URL(
      await s3Objects(new S3Client({ region, credentials }), fakeClock()).url('files', 'a b/(c)', 60),
    );

    expect(`${url.origin}${url.pathname}`).toBe('https://files.s3.us-east-1.amazonaws.com/a%20b/%28c%29');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('60');
    expect(url.searchParams.get('X-Amz-Signature')).toMatch(/^[0-9a-f]{64}$/);
    expect(url.href).not.toContain('testing/testing');
  });
});
