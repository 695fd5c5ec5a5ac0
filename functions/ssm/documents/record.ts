import type { DocumentParameter, DocumentRequires, DocumentType, Tag } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Key, Store, Stored, Write } from '../../ports/store.ts';
import { invalidDocument, invalidDocumentVersion } from '../errors.ts';
import type { ContentFormat } from './content.ts';
import { documentNamed } from './document-name.ts';
import type { Review } from './review.ts';

/** A file that belongs to a version: `size` in bytes, SHA-256 in hex, and the key of the object that holds it. */
export interface StoredAttachment {
  name: string;
  size: number;
  sha256: string;
  key: string;
}

/** One version of a document as stored, its content apart from it. Written once, never changed. Times are epoch milliseconds. */
export interface DocumentVersion {
  /** Counts from 1; a deleted version's number is never given again. */
  version: number;
  versionName?: string;
  displayName?: string;
  format: ContentFormat;
  /** SHA-256 of the content in hex. */
  hash: string;
  createdTime: number;
  schemaVersion?: string;
  description?: string;
  parameters: DocumentParameter[];
  targetType?: string;
  attachments: StoredAttachment[];
}

/** What all versions of a document have in common, and what a listing shows of its default version. */
export interface DocumentRecord {
  name: string;
  account: string;
  region: string;
  documentType: DocumentType;
  tags: Tag[];
  requires?: DocumentRequires[];
  /** Who created a change template. */
  author?: string;
  /** How the reviews of a change template's versions stand, by number; one that nobody sent for review is absent. */
  reviews?: Record<string, Review>;
  latestVersion: number;
  /** The highest number ever given. */
  lastVersion: number;
  versionCount: number;
  /** Without what a listing does not show: its parameters and description. */
  default: DocumentVersion;
}

/** The account and Region whose documents are meant. */
export type Place = Pick<Caller, 'account' | 'region'>;

/** A document and one of its versions. */
export interface FoundDocument {
  document: Stored<DocumentRecord>;
  version: DocumentVersion;
}

/** How a caller names a document: by name or ARN, and at most one version of it; the default version unless told. */
export interface DocumentReference {
  Name?: string | undefined;
  /** A number, `$DEFAULT` or `$LATEST`. */
  DocumentVersion?: string | undefined;
  VersionName?: string | undefined;
}

/** The partition of all documents of an account and Region, in the order of their names. */
export const documentsPartition = ({ account, region }: Place): string => `documents#${account}#${region}`;

export const documentKey = (place: Place, name: string): Key => ({ partition: documentsPartition(place), sort: name });

/** The partition of a document's versions, their contents and their names. */
export const versionsPartition = ({ account, region, name }: Place & { name: string }): string =>
  `document#${account}#${region}#${name}`;

/** What the sort keys of versions begin with; they are in the order of their numbers. */
export const versionPrefix = 'version#';

const versionKey = (document: Place & { name: string }, version: number): Key => ({
  partition: versionsPartition(document),
  sort: `${versionPrefix}${String(version).padStart(9, '0')}`,
});

const contentKey = (document: Place & { name: string }, version: number): Key => ({
  partition: versionsPartition(document),
  sort: `content#${String(version).padStart(9, '0')}`,
});

const versionNameKey = (document: Place & { name: string }, versionName: string): Key => ({
  partition: versionsPartition(document),
  sort: `name#${versionName}`,
});

/** The changes that add a version with its content, each record of which is new. */
export function addVersion(document: DocumentRecord, version: DocumentVersion, content: string): Write[] {
  const { versionName, version: number } = version;
  return [
    { put: { ...versionKey(document, number), value: version }, expect: 0 },
    { put: { ...contentKey(document, number), value: { content } }, expect: 0 },
    ...(versionName
      ? [{ put: { ...versionNameKey(document, versionName), value: { version: number } }, expect: 0 }]
      : []),
  ];
}

/** The changes that remove a version; its records were written once. */
export function removeVersion(document: DocumentRecord, { versionName, version }: DocumentVersion): Write[] {
  return [
    { remove: versionKey(document, version), expect: 1 },
    { remove: contentKey(document, version), expect: 1 },
    ...(versionName ? [{ remove: versionNameKey(document, versionName), expect: 1 }] : []),
  ];
}

/** What the document's record keeps of its default version. */
export function asDefault(version: DocumentVersion): DocumentVersion {
  const kept: DocumentVersion = { ...version, parameters: [] };
  delete kept.description;
  return kept;
}

/** The stored document of this name or ARN; undefined too for an ARN of another account or Region. */
export async function getDocumentRecord(
  store: Store,
  nameOrArn: string,
  place: Place,
): Promise<Stored<DocumentRecord> | undefined> {
  const { name, region, account } = documentNamed(nameOrArn, place);
  if (region !== place.region || account !== place.account || name === '') return undefined;
  return store.get<DocumentRecord>(documentKey(place, name));
}

/** The document and version that a caller names, or which of the two there is not. */
export async function findDocument(
  store: Store,
  wanted: DocumentReference,
  place: Place,
): Promise<FoundDocument | 'no document' | 'no version'> {
  const document = await getDocumentRecord(store, wanted.Name ?? '', place);
  if (!document) return 'no document';
  const number = await versionNumber(store, document.value, wanted);
  const version = number && (await store.get<DocumentVersion>(versionKey(document.value, number)))?.value;
  return version ? { document, version } : 'no version';
}

/** The same for the operations on documents: InvalidDocument or InvalidDocumentVersion where there is none. */
export async function requireDocument(store: Store, wanted: DocumentReference, place: Place): Promise<FoundDocument> {
  const found = await findDocument(store, wanted, place);
  if (found === 'no document') throw invalidDocument(wanted.Name ?? '');
  if (found === 'no version') throw invalidDocumentVersion();
  return found;
}

/** The content of a version exactly as it was given. */
export async function contentOf(store: Store, { document, version }: FoundDocument): Promise<string> {
  const stored = await store.get<{ content: string }>(contentKey(document.value, version.version));
  if (!stored) throw new Error(`The content of version ${version.version} of document ${document.value.name} is gone.`);
  return stored.value.content;
}

/** The number of the version that has the name; undefined when none has. */
export async function versionNamed(
  store: Store,
  document: DocumentRecord,
  versionName: string,
): Promise<number | undefined> {
  return (await store.get<{ version: number }>(versionNameKey(document, versionName)))?.value.version;
}

async function versionNumber(
  store: Store,
  document: DocumentRecord,
  wanted: DocumentReference,
): Promise<number | undefined> {
  const { DocumentVersion: version, VersionName: versionName } = wanted;
  const numbered = version === undefined ? undefined : numberOf(version, document);
  if (versionName === undefined) return numbered ?? document.default.version;
  const named = await versionNamed(store, document, versionName);
  return numbered === undefined || numbered === named ? named : undefined;
}

function numberOf(version: string, { latestVersion, default: { version: defaultVersion } }: DocumentRecord): number {
  if (version === '$LATEST') return latestVersion;
  return version === '$DEFAULT' ? defaultVersion : Number(version);
}
