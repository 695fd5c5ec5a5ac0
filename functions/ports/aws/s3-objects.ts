import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Clock } from '../clock.ts';
import type { Objects } from '../objects.ts';

/** Objects in S3. S3 does not tell the time of a put, so its head has the clock's; `get` and `list` have S3's, in whole seconds. */
export const s3Objects = (client: S3Client, clock: Clock): Objects => ({
  put: async (Bucket, Key, body) => {
    const { ETag = '' } = await client.send(new PutObjectCommand({ Bucket, Key, Body: body }));
    return { key: Key, size: body.byteLength, etag: ETag, lastModified: clock.now() };
  },
  get: (Bucket, Key) => get(client, { Bucket, Key }),
  remove: async (Bucket, Key) => {
    await client.send(new DeleteObjectCommand({ Bucket, Key })).catch(asAbsent);
  },
  list: async (Bucket, { prefix, after, limit = 1000 }) => {
    const input = { Bucket, Prefix: prefix, StartAfter: after, MaxKeys: limit };
    const answer = await client.send(new ListObjectsV2Command(input)).catch(asAbsent);
    const objects = (answer?.Contents ?? []).map(({ Key = '', Size = 0, ETag = '', LastModified }) => ({
      key: Key,
      size: Size,
      etag: ETag,
      lastModified: LastModified?.getTime() ?? 0,
    }));
    const last = objects.at(-1);
    return answer?.IsTruncated && last ? { objects, next: last.key } : { objects };
  },
});

async function get(client: S3Client, object: { Bucket: string; Key: string }): ReturnType<Objects['get']> {
  const found = await client.send(new GetObjectCommand(object)).catch(asAbsent);
  if (!found?.Body) return undefined;
  const body = await found.Body.transformToByteArray();
  const lastModified = found.LastModified?.getTime() ?? 0;
  return { head: { key: object.Key, size: body.byteLength, etag: found.ETag ?? '', lastModified }, body };
}

const absent = new Set(['NoSuchKey', 'NoSuchBucket']);

function asAbsent(error: unknown): undefined {
  if (error instanceof S3ServiceException && absent.has(error.name)) return undefined;
  throw error;
}
