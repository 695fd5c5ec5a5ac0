import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3ServiceException,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { Clock } from '../clock.ts';
import { ObjectRefused, type Objects } from '../objects.ts';
import { presignedUrl } from './presigned-url.ts';

/**
 * Objects in S3; the buckets whose names begin with a dot are folders of the bucket `own`. S3 does not tell the time of a put, so its head has the
 * clock's; `get` and `list` have S3's, in whole seconds.
 */
export function s3Objects(client: S3Client, clock: Clock, own = ''): Objects {
  const placeOf = (bucket: string) =>
    bucket.startsWith('.') ? { Bucket: own, folder: `${bucket.slice(1)}/` } : { Bucket: bucket, folder: '' };
  const objectOf = (bucket: string, key: string) => {
    const { Bucket, folder } = placeOf(bucket);
    return { Bucket, Key: folder + key };
  };
  return {
    put: async (bucket, key, body) => {
      const { ETag = '' } = await client.send(new PutObjectCommand({ ...objectOf(bucket, key), Body: body }));
      return { key, size: body.byteLength, etag: ETag, lastModified: clock.now() };
    },
    get: async (bucket, key, largest) => {
      const found = await get(client, objectOf(bucket, key), largest);
      return found && { ...found, head: { ...found.head, key } };
    },
    remove: async (bucket, key) => {
      await client.send(new DeleteObjectCommand(objectOf(bucket, key))).catch(asAbsent);
    },
    url: (bucket, key, seconds) => presignedUrl(client, objectOf(bucket, key), seconds),
    list: async (bucket, { prefix = '', after, limit = 1000 }) => {
      const { Bucket, folder } = placeOf(bucket);
      const start = after === undefined ? undefined : folder + after;
      const input = { Bucket, Prefix: folder + prefix, StartAfter: start, MaxKeys: limit };
      const answer = await client.send(new ListObjectsV2Command(input)).catch(asAbsent);
      const objects = (answer?.Contents ?? []).map(({ Key = '', Size = 0, ETag = '', LastModified }) => ({
        key: Key.slice(folder.length),
        size: Size,
        etag: ETag,
        lastModified: LastModified?.getTime() ?? 0,
      }));
      const last = objects.at(-1);
      return answer?.IsTruncated && last ? { objects, next: last.key } : { objects };
    },
  };
}

async function get(client: S3Client, object: { Bucket: string; Key: string }, largest = Infinity) {
  const found = await client.send(new GetObjectCommand(object)).catch(asAbsent).catch(asRefused);
  if (!found?.Body) return undefined;
  const { ContentLength: size = 0, ETag: etag = '', LastModified } = found;
  if (size > largest) {
    await found.Body.transformToWebStream().cancel();
    throw new ObjectRefused(`it has ${size} bytes, at most ${largest} are allowed`);
  }
  const body = await found.Body.transformToByteArray();
  return { head: { key: object.Key, size: body.byteLength, etag, lastModified: LastModified?.getTime() ?? 0 }, body };
}

const absent = new Set(['NoSuchKey', 'NoSuchBucket']);

function asAbsent(error: unknown): undefined {
  if (error instanceof S3ServiceException && absent.has(error.name)) return undefined;
  throw error;
}

function asRefused(error: unknown): never {
  const isRefusal = error instanceof S3ServiceException && error.$fault === 'client';
  throw isRefusal ? new ObjectRefused(`S3 says ${error.name}`, { cause: error }) : error;
}
