import type { DocumentVersionInfo, ListDocumentVersionsRequest, ListDocumentVersionsResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { InvalidPosition } from '../../ports/store.ts';
import { invalidDocument, invalidNextToken } from '../errors.ts';
import { writeToken } from '../../api/next-token.ts';
import { placeOf } from '../next-token.ts';
import {
  type DocumentRecord,
  type DocumentVersion,
  getDocumentRecord,
  versionPrefix,
  versionsPartition,
} from './record.ts';
import { reviewStatus } from './review.ts';

/**
 * The versions of a document in the order of their numbers.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListDocumentVersions.html
 */
export async function listDocumentVersions(
  { Name: name = '', MaxResults: limit = 50, NextToken: token }: ListDocumentVersionsRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListDocumentVersionsResult> {
  const document = (await getDocumentRecord(store, name, caller))?.value;
  if (!document) throw invalidDocument(name);
  const listing = { operation: 'ListDocumentVersions', partition: versionsPartition(document) };
  const { after } = placeOf<{ after?: string }>(listing, token) ?? {};
  const query = { partition: listing.partition, prefix: versionPrefix, limit, ...(after && { after }) };
  const { items, next } = await store.list<DocumentVersion>(query).catch(refusePosition);
  return {
    DocumentVersions: items.map(({ value }) => versionInfo(document, value)),
    NextToken: next && writeToken(listing, { after: next }),
  };
}

function versionInfo(document: DocumentRecord, version: DocumentVersion): DocumentVersionInfo {
  return {
    Name: document.name,
    DisplayName: version.displayName,
    DocumentVersion: String(version.version),
    VersionName: version.versionName,
    CreatedDate: new Date(version.createdTime),
    IsDefaultVersion: version.version === document.default.version,
    DocumentFormat: version.format,
    Status: 'Active',
    ReviewStatus: reviewStatus(document, version.version),
  };
}

function refusePosition(error: unknown): never {
  throw error instanceof InvalidPosition ? invalidNextToken() : error;
}
