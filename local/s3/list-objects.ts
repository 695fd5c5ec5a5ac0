import type { ObjectHead } from '../../functions/ports/objects.ts';
import { requireBucket } from './buckets.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import { invalidArgument } from './errors.ts';
import { document } from './xml.ts';

interface Listed {
  objects: ObjectHead[];
  prefixes: string[];
  /** The last key or common prefix of a page that is not the last. */
  next?: string;
}

interface Wanted {
  prefix: string;
  delimiter: string;
  after: string;
  limit: number;
}

const most = 1000;

/** ListObjectsV2. */
export async function listObjectsV2(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  const { query, bucket } = call;
  const token = query.get('continuation-token') ?? undefined;
  const wanted = wantedBy(query, token === undefined ? (query.get('start-after') ?? '') : placeIn(token));
  const listed = await page(bucket, wanted, s3);
  const encoded = encoder(query);
  return {
    body: document('ListBucketResult', {
      ...summary(call, wanted, listed),
      KeyCount: listed.objects.length + listed.prefixes.length,
      ContinuationToken: token,
      StartAfter: token === undefined && wanted.after !== '' ? encoded(wanted.after) : undefined,
      NextContinuationToken: listed.next && Buffer.from(listed.next).toString('base64url'),
    }),
  };
}

/** ListObjects, the older form. */
export async function listObjects(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  const wanted = wantedBy(call.query, call.query.get('marker') ?? '');
  const listed = await page(call.bucket, wanted, s3);
  const encoded = encoder(call.query);
  const NextMarker = listed.next && encoded(listed.next);
  return {
    body: document('ListBucketResult', { ...summary(call, wanted, listed), Marker: encoded(wanted.after), NextMarker }),
  };
}

function wantedBy(query: URLSearchParams, after: string): Wanted {
  const given = query.get('max-keys');
  const limit = given === null || given === '' ? most : Number(given);
  if (!Number.isInteger(limit) || limit < 0)
    throw invalidArgument('Argument max-keys must be an integer between 0 and 2147483647');
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    after,
    limit: Math.min(limit, most),
  };
}

function placeIn(token: string): string {
  const place = Buffer.from(token, 'base64url');
  if (place.length === 0 || place.toString('base64url') !== token)
    throw invalidArgument('The continuation token provided is incorrect');
  return place.toString();
}

/** Keys that share the text up to the next delimiter are told once, by that text. */
async function page(bucket: string, { prefix, delimiter, after, limit }: Wanted, s3: S3): Promise<Listed> {
  const listed: Listed = { objects: [], prefixes: [] };
  if (limit === 0) return listed;
  let last = after;
  for await (const head of objectsOf(bucket, { prefix, after }, s3)) {
    const common = commonPrefix(head.key, prefix, delimiter);
    if (common !== undefined && last.startsWith(common)) continue;
    if (listed.objects.length + listed.prefixes.length === limit) return { ...listed, next: last };
    if (common === undefined) listed.objects.push(head);
    else listed.prefixes.push(common);
    last = common ?? head.key;
  }
  return listed;
}

async function* objectsOf(
  bucket: string,
  { prefix, after }: Pick<Wanted, 'prefix' | 'after'>,
  { objects }: S3,
): AsyncGenerator<ObjectHead> {
  let from: string | undefined = after;
  while (from !== undefined) {
    const found = await objects.list(bucket, { prefix, after: from, limit: most });
    yield* found.objects;
    from = found.next;
  }
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

function summary({ bucket, query }: S3Call, wanted: Wanted, { objects, prefixes, next }: Listed) {
  const encoded = encoder(query);
  return {
    Name: bucket,
    Prefix: encoded(wanted.prefix),
    Delimiter: wanted.delimiter === '' ? undefined : encoded(wanted.delimiter),
    MaxKeys: wanted.limit,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: next !== undefined,
    Contents: objects.map(({ key, lastModified, etag, size }) => ({
      Key: encoded(key),
      LastModified: new Date(lastModified).toISOString(),
      ETag: etag,
      Size: size,
      StorageClass: 'STANDARD',
    })),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encoded(prefix) })),
  };
}

const encoder = (query: URLSearchParams): ((text: string) => string) =>
  query.get('encoding-type') === 'url' ? (text) => encodeURIComponent(text).replaceAll('%2F', '/') : (text) => text;
