import type { AttachmentsSource } from '@aws-sdk/client-ssm';
import { invalidDocumentContent } from '../errors.ts';

/** An object of S3: `url` is where it was said to be. */
export interface S3Place {
  bucket: string;
  key: string;
  url: string;
}

/** A file attached to a version of another document, or of an earlier one of the same. */
export interface AttachmentReference {
  document: string;
  version: string;
  file: string;
}

/** One file to attach under a name. */
export type Wanted = { name: string } & ({ object: S3Place } | { reference: AttachmentReference });

/** What an attachment may be called. */
const NAME = /^[a-zA-Z0-9_\-.]{3,128}$/;
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const VIRTUAL_HOST = /^(.+)\.s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;
const PATH_HOST = /^s3(?:[.-][a-z0-9-]+)*\.amazonaws\.com(?:\.cn)?$/;

/**
 * The files that Attachments name: a SourceUrl stands for those of the document's `files` that no other source gives. Throws InvalidDocumentContent.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AttachmentsSource.html
 */
export function wantedFiles(sources: AttachmentsSource[], files: string[], region: string): Wanted[] {
  const single = sources.filter(({ Key }) => Key !== 'SourceUrl').map((source) => singleFile(source, region));
  const left = files.filter((file) => !single.some(({ name }) => name === file));
  const folders = sources.filter(({ Key }) => Key === 'SourceUrl').map(({ Values }) => placeIn(Values, region));
  if (folders.length > 1) throw invalidDocumentContent('There can be only one attachment source of the key SourceUrl.');
  const wanted = [
    ...single,
    ...folders.flatMap((folder) => left.map((file) => ({ name: file, object: within(folder, file) }))),
  ];
  if (folders.length > 0 && left.length === 0)
    throw invalidDocumentContent('A SourceUrl needs a "files" section in the document that names its files.');
  wanted.forEach(({ name }, place) => {
    if (!NAME.test(name)) throw invalidDocumentContent(`The attachment name ${name} is not valid.`);
    if (wanted.findIndex((other) => other.name === name) !== place)
      throw invalidDocumentContent(`The attachment ${name} is given twice.`);
  });
  return wanted;
}

function singleFile({ Key, Values, Name }: AttachmentsSource, region: string): Wanted {
  if (Key === 'AttachmentReference') {
    const reference = referenceIn(Values);
    return { name: Name ?? reference.file, reference };
  }
  if (Key === undefined) throw invalidDocumentContent('An attachment source needs a Key.');
  const object = placeIn(Values, region);
  return { name: Name ?? object.key.split('/').at(-1) ?? '', object };
}

/** What a document's version and its file are called in a reference; throws InvalidDocumentContent. */
export function referenceIn([value = '']: string[] = []): AttachmentReference {
  const [, document, version, file] = /^(.+)\/(\d{1,9}|\$LATEST|\$DEFAULT)\/([^/]+)$/.exec(value) ?? [];
  if (document === undefined || version === undefined || file === undefined)
    throw invalidDocumentContent(`The attachment reference ${value} is not written as document/version/file.`);
  return { document, version, file };
}

/** The object or folder of S3 that a URL names, as `s3://bucket/key` or in one of the https forms; throws InvalidDocumentContent. */
export function placeIn([value = '']: string[] = [], region: string): S3Place {
  const place = URL.canParse(value) ? placeOf(new URL(value), region) : undefined;
  if (!place || !BUCKET.test(place.bucket) || place.key === '')
    throw invalidDocumentContent(`${value.split('?', 1)[0]} is not the URL of a file in an S3 bucket.`);
  return place;
}

function placeOf(url: URL, region: string): S3Place | undefined {
  const { protocol, hostname } = url;
  const path = decoded(url.pathname).slice(1);
  if (protocol === 's3:') return { bucket: hostname, key: path, url: addressOf(hostname, path, region) };
  if (protocol !== 'https:') return undefined;
  const bucket = VIRTUAL_HOST.exec(hostname)?.[1];
  if (bucket !== undefined) return { bucket, key: path, url: url.href };
  if (!PATH_HOST.test(hostname)) return undefined;
  const [first = '', ...rest] = path.split('/');
  return { bucket: first, key: rest.join('/'), url: url.href };
}

function within({ bucket, key, url }: S3Place, file: string): S3Place {
  const folder = new URL(url);
  folder.pathname = `${folder.pathname.replace(/\/$/, '')}/${file}`;
  return { bucket, key: `${key.replace(/\/$/, '')}/${file}`, url: folder.href };
}

const addressOf = (bucket: string, key: string, region: string): string =>
  `https://${bucket}.s3.${region}.amazonaws.com/${key.split('/').map(encodeURIComponent).join('/')}`;

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
