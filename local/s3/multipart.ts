import { everyRecord } from '../../functions/ports/every-record.ts';
import { createHash } from 'node:crypto';
import type { Item, Key, Stored } from '../../functions/ports/store.ts';
import type { FileHead } from '../file-objects.ts';
import { requireBucket } from './buckets.ts';
import type { S3, S3Answer, S3Call } from './call.ts';
import {
  entityTooLarge,
  entityTooSmall,
  invalidArgument,
  invalidPart,
  invalidPartOrder,
  malformedXml,
  noSuchUpload,
} from './errors.ts';
import { readRange } from './get-object.ts';
import { tellCreated } from './object-events.ts';
import { copied, headersOf, requirePlace, requireSource } from './put-object.ts';
import { document, read, type XmlContent } from './xml.ts';

interface UploadRecord {
  bucket: string;
  key: string;
  headers: Record<string, string>;
  /** Epoch milliseconds. */
  begun: number;
}

/** Where the parts wait; a bucket of this name cannot be made by others. */
const partsBucket = '.s3-parts';
const mostParts = 10_000;
const smallestPart = 5 * 1024 ** 2;
/** An object is put together in memory. */
export const largestObject = 256 * 1024 ** 2;

const patience = 7 * 86_400_000;

const partition = 's3-uploads';
const keyOf = (id: string): Key => ({ partition, sort: id });
const partKey = (id: string, number: number): string => `${id}/${String(number).padStart(5, '0')}`;

/** CreateMultipartUpload. */
export async function createMultipartUpload(call: S3Call, s3: S3): Promise<S3Answer> {
  await requirePlace(call, s3);
  const { bucket, key } = call;
  const UploadId = s3.ids.uuid();
  const value = { bucket, key, headers: headersOf(call.headers), begun: s3.clock.now() };
  const put: Item<UploadRecord> = { ...keyOf(UploadId), value };
  await s3.store.write([{ put, expect: 0 }]);
  return { body: document('InitiateMultipartUploadResult', { Bucket: bucket, Key: key, UploadId }) };
}

/** UploadPart; a part sent again replaces the one before. */
export async function uploadPart(call: S3Call, s3: S3): Promise<S3Answer> {
  const { etag } = await keepPart(call, call.body, s3);
  return { headers: { etag } };
}

/** UploadPartCopy: a part that is another object, or a range of it. */
export async function uploadPartCopy(call: S3Call, s3: S3): Promise<S3Answer> {
  const source = await requireSource(call, s3);
  const range = readRange(call.headers['x-amz-copy-source-range'], source.head.size);
  const body = range ? source.body.subarray(range[0], range[1] + 1) : source.body;
  return { body: document('CopyPartResult', copied(await keepPart(call, body, s3))) };
}

async function keepPart(call: S3Call, body: Uint8Array, s3: S3): Promise<FileHead> {
  const { sort: id } = await requireUpload(call, s3);
  const number = Number(call.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > mostParts)
    throw invalidArgument(`Part number must be an integer between 1 and ${mostParts}, inclusive`);
  return s3.objects.put(partsBucket, partKey(id, number), body);
}

/** CompleteMultipartUpload: the parts that it lists become the object, whole and at once. */
export async function completeMultipartUpload(call: S3Call, s3: S3): Promise<S3Answer> {
  const upload = await requireUpload(call, s3);
  const { body, etag } = await assemble(upload.sort, partsOf(call), s3);
  const { headers } = upload.value;
  const head = await s3.objects.keep({ bucket: call.bucket, key: call.key, body, headers, etag });
  await forget(upload, s3);
  await tellCreated(call, head, { reason: 'CompleteMultipartUpload', events: s3.events });
  const Location = `/${call.bucket}/${call.key}`;
  return {
    body: document('CompleteMultipartUploadResult', { Location, Bucket: call.bucket, Key: call.key, ETag: etag }),
  };
}

/** AbortMultipartUpload. */
export async function abortMultipartUpload(call: S3Call, s3: S3): Promise<S3Answer> {
  await forget(await requireUpload(call, s3), s3);
  return { status: 204 };
}

/** ListParts, all on one page. */
export async function listParts(call: S3Call, s3: S3): Promise<S3Answer> {
  const { sort: UploadId } = await requireUpload(call, s3);
  const parts = (await partHeads(UploadId, s3)).map(({ key, etag, size, lastModified }) => ({
    PartNumber: Number(key.slice(UploadId.length + 1)),
    LastModified: new Date(lastModified).toISOString(),
    ETag: etag,
    Size: size,
  }));
  return {
    body: document('ListPartsResult', {
      Bucket: call.bucket,
      Key: call.key,
      UploadId,
      MaxParts: mostParts,
      IsTruncated: false,
      Part: parts,
    }),
  };
}

/** ListMultipartUploads of a bucket, all on one page. */
export async function listMultipartUploads(call: S3Call, s3: S3): Promise<S3Answer> {
  await requireBucket(call, s3);
  const Upload: XmlContent[] = [];
  for await (const { sort: UploadId, value } of uploads(s3))
    if (value.bucket === call.bucket)
      Upload.push({ Key: value.key, UploadId, Initiated: new Date(value.begun).toISOString() });
  return { body: document('ListMultipartUploadsResult', { Bucket: call.bucket, IsTruncated: false, Upload }) };
}

/** Removes the uploads that nobody has finished within a week. */
export async function forgetAbandonedUploads(s3: S3): Promise<void> {
  for await (const upload of uploads(s3)) if (upload.value.begun < s3.clock.now() - patience) await forget(upload, s3);
}

const uploads = ({ store }: S3) => everyRecord<UploadRecord>(store, { partition });

async function requireUpload(call: S3Call, s3: S3): Promise<Stored<UploadRecord>> {
  await requireBucket(call, s3);
  const upload = await s3.store.get<UploadRecord>(keyOf(call.query.get('uploadId') ?? ''));
  if (!upload || upload.value.bucket !== call.bucket || upload.value.key !== call.key) throw noSuchUpload();
  return upload;
}

/** The record goes last, so that what a crash leaves can still be aborted. */
async function forget({ sort: id, version }: Stored<UploadRecord>, s3: S3): Promise<void> {
  for (const { key } of await partHeads(id, s3)) await s3.objects.remove(partsBucket, key);
  await s3.store.write([{ remove: keyOf(id), expect: version }]);
}

const partHeads = async (id: string, { objects }: S3) =>
  (await objects.list(partsBucket, { prefix: `${id}/`, limit: mostParts })).objects;

interface Part {
  number: number;
  etag: string;
}

function partsOf({ body }: S3Call): Part[] {
  const { Part: listed } = read(body.toString(), 'CompleteMultipartUpload');
  if (!Array.isArray(listed) || listed.length > mostParts) throw malformedXml();
  const parts = listed.map(partOf);
  if (parts.some(({ number }, at) => at > 0 && number <= (parts[at - 1]?.number ?? 0))) throw invalidPartOrder();
  return parts;
}

function partOf(one: XmlContent): Part {
  const { PartNumber, ETag } = typeof one === 'object' && !Array.isArray(one) ? one : {};
  if (typeof PartNumber !== 'string' || typeof ETag !== 'string') throw malformedXml();
  return { number: Number(PartNumber), etag: ETag.replace(/^"?([^"]*)"?$/, '"$1"') };
}

/** An ETag as S3 writes that of an object of parts: the digest of their digests, and how many they are. */
async function assemble(id: string, parts: Part[], { objects }: S3): Promise<{ body: Buffer; etag: string }> {
  const bodies: Uint8Array[] = [];
  const digest = createHash('md5');
  let size = 0;
  for (const { number, etag } of parts) {
    const part = await objects.get(partsBucket, partKey(id, number));
    if (part?.head.etag !== etag) throw invalidPart();
    if (number !== parts.at(-1)?.number && part.head.size < smallestPart) throw entityTooSmall();
    size += part.head.size;
    if (size > largestObject) throw entityTooLarge(largestObject);
    bodies.push(part.body);
    digest.update(etag.slice(1, -1), 'hex');
  }
  return { body: Buffer.concat(bodies), etag: `"${digest.digest('hex')}-${parts.length}"` };
}
