import type { FileHead } from '../file-objects.ts';
import { requireBucket } from './buckets.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import { invalidArgument, metadataTooLarge, noSuchKey, notImplemented } from './errors.ts';
import { requireKey } from './object-key.ts';
import { tellCreated } from './object-events.ts';
import { document } from './xml.ts';

/** As S3 has it, in bytes. */
const mostMetadata = 2048;

const keptNames = new Set([
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-language',
  'cache-control',
  'expires',
]);

/** What a caller tells of an object besides its bytes: the headers that go back with it. Throws MetadataTooLarge. */
export function headersOf(headers: S3Call['headers']): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => keptNames.has(name) || name.startsWith('x-amz-meta-'));
  const named = Object.fromEntries(kept.map(([name, value = '']) => [name, encodingOf(name, value)]));
  if (JSON.stringify(named).length > mostMetadata) throw metadataTooLarge();
  return named;
}

/** `aws-chunked` was the wire's, not the object's. */
const encodingOf = (name: string, value: string): string =>
  name === 'content-encoding'
    ? value
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== 'aws-chunked')
        .join(',')
    : value;

/** Throws NoSuchBucket, and NotImplemented for conditional writes. */
export async function requirePlace(call: S3Call, s3: S3): Promise<void> {
  await requireBucket(call, s3);
  for (const name of ['if-match', 'if-none-match'])
    if (call.headers[name] !== undefined) throw notImplemented(`A write with the header ${name}`);
}

/** PutObject. */
export async function putObject(call: S3Call, s3: S3): Promise<S3Answer> {
  await requirePlace(call, s3);
  const { bucket, key, body } = call;
  const head = await s3.objects.keep({ bucket, key, body, headers: headersOf(call.headers) });
  await tellCreated(call, head, { reason: 'PutObject', events: s3.events });
  return { headers: { etag: head.etag } };
}

/** CopyObject within this endpoint. */
export async function copyObject(call: S3Call, s3: S3): Promise<S3Answer> {
  await requirePlace(call, s3);
  const found = await requireSource(call, s3);
  const isReplacing = call.headers['x-amz-metadata-directive'] === 'REPLACE';
  const headers = isReplacing ? headersOf(call.headers) : (found.head.headers ?? {});
  const head = await s3.objects.keep({ bucket: call.bucket, key: call.key, body: found.body, headers });
  await tellCreated(call, head, { reason: 'CopyObject', events: s3.events });
  return { body: document('CopyObjectResult', copied(head)) };
}

/** What `x-amz-copy-source` names. Throws NoSuchBucket and NoSuchKey. */
export async function requireSource(call: S3Call, s3: S3): Promise<{ head: FileHead; body: Uint8Array }> {
  const source = sourceOf(call);
  await requireBucket(source, s3);
  const found = await s3.objects.get(source.bucket, source.key);
  if (!found) throw noSuchKey();
  return found;
}

/** What the answer to a copy tells. */
export const copied = ({ etag, lastModified }: FileHead) => ({
  LastModified: new Date(lastModified).toISOString(),
  ETag: etag,
});

/** The object that `x-amz-copy-source` names: `/bucket/key`, URL-encoded. */
export function sourceOf({ headers }: Pick<S3Call, 'headers'>): { bucket: string; key: string } {
  const text = headers['x-amz-copy-source'] ?? '';
  if (text.includes('?versionId=')) throw notImplemented('A version of an object');
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decoded(text));
  if (!match) throw invalidArgument('Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  return { bucket: match[1] ?? '', key: requireKey(match[2] ?? '') };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidArgument('Copy Source is not URL-encoded');
  }
}
