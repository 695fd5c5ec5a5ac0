import { createHash } from 'node:crypto';
import type { AttachmentContent, AttachmentsSource } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import { HttpError } from '../../ports/http.ts';
import { ObjectRefused } from '../../ports/objects.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Write } from '../../ports/store.ts';
import { invalidDocumentContent } from '../errors.ts';
import { isMap } from '../expressions/typed-value.ts';
import { type AttachmentReference, type S3Place, type Wanted, wantedFiles } from './attachment-source.ts';
import { type ContentFormat, readContent } from './content.ts';
import { checksumsOf } from './files.ts';
import { findDocument, type StoredAttachment } from './record.ts';

/** The bucket that holds the attachments of all documents. */
export const attachmentsBucket = '.attachments';

const largest = 256 * 1024 * 1024;
const longestDownload = 25;
const urlSeconds = 3600;

type Needs = Pick<Ports, 'store' | 'objects' | 'http' | 'ids'>;

/** A document that is about to get a version. */
interface Given {
  Content?: string | undefined;
  DocumentFormat?: ContentFormat | undefined;
  Attachments?: AttachmentsSource[] | undefined;
}

/**
 * Fetches the files that a new version names and keeps a copy of each, which must have the checksum its document says, so that nobody changes them
 * later. Throws InvalidDocumentContent, and has kept nothing then.
 */
export async function keepAttachments(
  { Content = '', DocumentFormat = 'JSON', Attachments = [] }: Given,
  ports: Needs,
  caller: Caller,
): Promise<StoredAttachment[]> {
  if (Attachments.length === 0) return [];
  const document = readContent(Content, DocumentFormat);
  const checksums = isMap(document) && isMap(document.files) ? checksumsOf(document.files) : {};
  const kept: StoredAttachment[] = [];
  try {
    for (const wanted of wantedFiles(Attachments, Object.keys(checksums), caller.region))
      kept.push(await keep(wanted, checksums[wanted.name], { ports, caller }));
  } catch (error) {
    await removeAttachments(ports, kept);
    throw error;
  }
  return kept;
}

/** Writes the records of a version; where that fails, its copies go as well. */
export async function writeWith(
  kept: StoredAttachment[],
  write: Write[],
  ports: Pick<Ports, 'store' | 'objects'>,
): Promise<void> {
  try {
    await ports.store.write(write);
  } catch (error) {
    await removeAttachments(ports, kept);
    throw error;
  }
}

/** Removes the copies of a version that is gone, or never came to be. */
export async function removeAttachments({ objects }: Pick<Ports, 'objects'>, gone: StoredAttachment[]): Promise<void> {
  for (const { key } of gone) await objects.remove(attachmentsBucket, key);
}

/** What GetDocument tells of them: the URLs are good for an hour. */
export const attachmentContents = (
  attachments: StoredAttachment[],
  { objects }: Pick<Ports, 'objects'>,
): Promise<AttachmentContent[]> =>
  Promise.all(
    attachments.map(async ({ name, size, sha256, key }) => ({
      Name: name,
      Size: size,
      Hash: sha256,
      HashType: 'Sha256',
      Url: await objects.url(attachmentsBucket, key, urlSeconds),
    })),
  );

const missingChecksum = (name: string) =>
  `The "files" section of the document should hold the sha256 checksum of the attachment ${name}.`;

interface Around {
  ports: Needs;
  caller: Caller;
}

async function keep(wanted: Wanted, expected: string | undefined, around: Around): Promise<StoredAttachment> {
  const { name } = wanted;
  if (!expected) throw invalidDocumentContent(missingChecksum(name));
  const body = 'object' in wanted ? await fromS3(wanted.object, around) : await fromDocument(wanted.reference, around);
  const sha256 = createHash('sha256').update(body).digest('hex');
  if (sha256 !== expected)
    throw invalidDocumentContent(`The sha256 checksum of the attachment ${name} is ${sha256}, not ${expected}.`);
  const { objects, ids } = around.ports;
  const key = `${ids.uuid()}/${sha256}`;
  await objects.put(attachmentsBucket, key, body);
  return { name, size: body.byteLength, sha256, key };
}

/** From the bucket, or from its address where the bucket is not at hand. */
async function fromS3({ bucket, key, url }: S3Place, { ports }: Around): Promise<Uint8Array> {
  try {
    const found = await ports.objects.get(bucket, key, largest);
    if (found) return found.body;
    const { status, body } = await ports.http.download({ url, timeoutSeconds: longestDownload, largest });
    if (status === 200) return body;
    throw new HttpError(`the answer has the status ${status}`);
  } catch (error) {
    if (!(error instanceof ObjectRefused || error instanceof HttpError)) throw error;
    const advice = 'Verify that the URL of the S3 object is correct';
    throw invalidDocumentContent(`The attachment s3://${bucket}/${key} cannot be read: ${error.message}. ${advice}.`);
  }
}

async function fromDocument(reference: AttachmentReference, { ports, caller }: Around): Promise<Uint8Array> {
  const { document, version, file } = reference;
  const found = await findDocument(ports.store, { Name: document, DocumentVersion: version }, caller);
  const attachment =
    typeof found === 'string' ? undefined : found.version.attachments.find(({ name }) => name === file);
  const object = attachment && (await ports.objects.get(attachmentsBucket, attachment.key));
  if (!object) throw invalidDocumentContent(`There is no attachment ${document}/${version}/${file}.`);
  return object.body;
}
