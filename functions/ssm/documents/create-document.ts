import type { CreateDocumentRequest, CreateDocumentResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { documentAlreadyExists, documentLimitExceeded, invalidDocumentName } from '../errors.ts';
import { keepAttachments, writeWith } from './attachments.ts';
import { isReserved } from './document-name.ts';
import { documentDescription } from './description.ts';
import { newVersion } from './document-version.ts';
import {
  addVersion,
  asDefault,
  documentKey,
  type DocumentRecord,
  documentsPartition,
  getDocumentRecord,
} from './record.ts';
import { isReviewed } from './review.ts';

const mostDocuments = 500;

/**
 * Stores version 1 of a new document, a Command document unless told, once its content passed the checks. It can be used at once.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html
 */
export async function createDocument(
  input: CreateDocumentRequest,
  ports: Pick<Ports, 'store' | 'clock' | 'objects' | 'http' | 'ids'>,
  caller: Caller,
): Promise<CreateDocumentResult> {
  const {
    Name: name = '',
    Content: content = '',
    DocumentType: documentType = 'Command',
    Tags: tags = [],
    Requires: requires,
  } = input;
  const { store, clock } = ports;
  const { account, region, name: author } = caller;
  const place = { account, region };
  if (isReserved(name)) throw invalidDocumentName(name);
  const version = newVersion(input, documentType, { version: 1, createdTime: clock.now() });
  if (await getDocumentRecord(store, name, place)) throw documentAlreadyExists(name);
  const { items } = await store.list({ partition: documentsPartition(place), limit: mostDocuments });
  if (items.length === mostDocuments) throw documentLimitExceeded(mostDocuments);

  version.attachments = await keepAttachments(input, ports, caller);
  const numbers = { latestVersion: 1, lastVersion: 1, versionCount: 1 };
  const document: DocumentRecord = { name, ...place, documentType, tags, ...numbers, default: asDefault(version) };
  if (requires) document.requires = requires;
  if (isReviewed(documentType)) document.author = author;
  const write = [
    { put: { ...documentKey(place, name), value: document }, expect: 0 },
    ...addVersion(document, version, content),
  ];
  await writeWith(version.attachments, write, ports);
  return { DocumentDescription: documentDescription(document, version, 'Creating') };
}
