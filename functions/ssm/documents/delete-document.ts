import type { DeleteDocumentRequest, DeleteDocumentResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store, Stored, Write } from '../../ports/store.ts';
import { invalidDocument, invalidDocumentOperation } from '../errors.ts';
import { removeAttachments } from './attachments.ts';
import {
  type DocumentRecord,
  type DocumentVersion,
  findDocument,
  type FoundDocument,
  getDocumentRecord,
  removeVersion,
  versionPrefix,
  versionsPartition,
} from './record.ts';
import { getHistory, historyKey } from './review.ts';
import { getSharing, whileUnshared } from './sharing.ts';

type Needs = Pick<Ports, 'store' | 'objects' | 'log'>;

// A version is up to three records, and one write changes at most a hundred.
const mostAtOnce = 30;

/**
 * Deletes one version, or without one the whole document, unless it is shared. The default version goes only with the document.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteDocument.html
 */
export async function deleteDocument(
  input: DeleteDocumentRequest,
  ports: Needs,
  caller: Caller,
): Promise<DeleteDocumentResult> {
  const { store } = ports;
  const { Name: name = '', DocumentVersion: version, VersionName: versionName } = input;
  if (version === undefined && versionName === undefined) {
    const document = await getDocumentRecord(store, name, caller);
    if (!document) throw invalidDocument(name);
    if (await getSharing(store, document.value))
      throw invalidDocumentOperation(`Document ${name} cannot be deleted while it is shared. Stop sharing it first.`);
    await deleteWhole(ports, document);
  } else {
    const found = await findDocument(store, input, caller);
    if (typeof found === 'string') throw invalidDocument(name);
    await deleteVersion(ports, found);
  }
  return {};
}

async function deleteVersion(ports: Needs, { document, version }: FoundDocument): Promise<void> {
  const { store } = ports;
  const { default: defaultVersion, latestVersion, versionCount } = document.value;
  if (version.version === defaultVersion.version)
    throw invalidDocumentOperation("Default version of the document can't be deleted.");
  const { items } = await versionsOf(store, document.value, { descending: true, limit: 2 });
  const [latest, before] = items.map(({ value }) => value.version);
  const { [version.version]: _gone, ...reviews } = document.value.reviews ?? {};
  const left = {
    latestVersion: version.version === latest ? (before ?? latestVersion) : latestVersion,
    versionCount: versionCount - 1,
    ...(document.value.reviews && { reviews }),
  };
  await store.write([put(document, left), ...removeVersion(document.value, version)]);
  await removeFiles(ports, [version]);
}

// Each write leaves a whole document or none, so one that is interrupted can be asked for again.
async function deleteWhole(ports: Needs, document: Stored<DocumentRecord>): Promise<void> {
  const { store } = ports;
  const { default: defaultVersion, latestVersion, versionCount } = document.value;
  const { items } = await versionsOf(store, document.value, { limit: mostAtOnce + 2 });
  const versions = items.map(({ value }) => value);
  const removals = (gone: DocumentVersion[]) => gone.flatMap((version) => removeVersion(document.value, version));
  if (versions.length <= mostAtOnce) {
    const { partition, sort, version: expect } = document;
    const history = document.value.reviews && (await getHistory(store, document.value));
    await store.write([
      { remove: { partition, sort }, expect },
      whileUnshared(document.value),
      ...(history ? [{ remove: historyKey(document.value), expect: history.version }] : []),
      ...removals(versions),
    ]);
    return removeFiles(ports, versions);
  }
  const gone = versions
    .filter(({ version }) => version !== defaultVersion.version && version !== latestVersion)
    .slice(0, mostAtOnce);
  const left = { versionCount: versionCount - gone.length };
  await store.write([put(document, left), whileUnshared(document.value), ...removals(gone)]);
  await removeFiles(ports, gone);
  return deleteWhole(ports, { ...document, value: { ...document.value, ...left }, version: document.version + 1 });
}

/** The records are gone by now, so a file that cannot be removed is no failure of the caller's. */
async function removeFiles(ports: Needs, gone: DocumentVersion[]): Promise<void> {
  const attachments = gone.flatMap((version) => version.attachments);
  await removeAttachments(ports, attachments).catch((error: unknown) => {
    ports.log.error('attachments of a deleted document are left', { error, keys: attachments.map(({ key }) => key) });
  });
}

const put = (document: Stored<DocumentRecord>, changed: Partial<DocumentRecord>): Write => ({
  put: { ...document, value: { ...document.value, ...changed } },
  expect: document.version,
});

const versionsOf = (store: Store, document: DocumentRecord, page: { limit: number; descending?: boolean }) =>
  store.list<DocumentVersion>({ partition: versionsPartition(document), prefix: versionPrefix, ...page });
