import type { UpdateDocumentRequest, UpdateDocumentResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import {
  documentVersionLimitExceeded,
  duplicateDocumentContent,
  duplicateDocumentVersionName,
  invalidDocumentSchemaVersion,
  invalidDocumentVersion,
} from '../errors.ts';
import { keepAttachments, writeWith } from './attachments.ts';
import { documentDescription } from './description.ts';
import { newVersion } from './document-version.ts';
import { addVersion, type DocumentRecord, requireDocument, versionNamed } from './record.ts';

const mostVersions = 1000;

/**
 * Adds a version after the latest one, whose number a caller may name to be sure of it; the default version stays.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocument.html
 */
export async function updateDocument(
  input: UpdateDocumentRequest,
  ports: Pick<Ports, 'store' | 'clock' | 'objects' | 'http' | 'ids'>,
  caller: Caller,
): Promise<UpdateDocumentResult> {
  const { Name, Content: content = '', DocumentVersion: wanted = '$LATEST', VersionName: versionName } = input;
  const { store, clock } = ports;
  const { document, version: latest } = await requireDocument(store, { Name, DocumentVersion: '$LATEST' }, caller);
  const { value } = document;
  if (wanted !== '$LATEST' && wanted !== String(latest.version)) throw invalidDocumentVersion();
  if (latest.schemaVersion === '1.2')
    throw invalidDocumentSchemaVersion('A document of schema version 1.2 cannot be updated.');
  const place = { version: value.lastVersion + 1, createdTime: clock.now() };
  const version = newVersion({ TargetType: latest.targetType, ...input }, value.documentType, place);
  if (version.hash === latest.hash && version.format === latest.format) throw duplicateDocumentContent();
  if (versionName && (await versionNamed(store, value, versionName))) throw duplicateDocumentVersionName();
  if (value.versionCount >= mostVersions) throw documentVersionLimitExceeded();

  version.attachments = await keepAttachments(input, ports, caller);
  const numbers = { latestVersion: place.version, lastVersion: place.version, versionCount: value.versionCount + 1 };
  const updated: DocumentRecord = { ...value, ...numbers };
  const write = [
    { put: { ...document, value: updated }, expect: document.version },
    ...addVersion(updated, version, content),
  ];
  await writeWith(version.attachments, write, ports);
  return { DocumentDescription: documentDescription(updated, version, 'Updating') };
}
