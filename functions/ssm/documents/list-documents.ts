import type { DocumentIdentifier, ListDocumentsRequest, ListDocumentsResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import type { Store } from '../../ports/store.ts';
import { invalidNextToken } from '../errors.ts';
import { writeToken } from '../../api/next-token.ts';
import { placeOf } from '../next-token.ts';
import { platformTypes } from './description.ts';
import { filtersOf, passes } from './filters.ts';
import { type DocumentRecord, documentsPartition, type Place } from './record.ts';
import { reviewStatus } from './review.ts';

/**
 * The documents of the caller's account and Region that pass the filters, by name, each as its default version.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListDocuments.html
 */
export async function listDocuments(
  input: ListDocumentsRequest,
  { store }: Pick<Ports, 'store'>,
  { account, region }: Caller,
): Promise<ListDocumentsResult> {
  const { MaxResults: limit = 50, NextToken: token } = input;
  const filters = filtersOf(input);
  const listing = { operation: 'ListDocuments', account, region, filters };
  const { name: last = '' } = placeOf<{ name?: unknown }>(listing, token) ?? {};
  if (typeof last !== 'string') throw invalidNextToken();
  const documents = await documentsAfter(store, { account, region }, last);
  const passing = documents.filter((document) => passes(document, filters));
  const page = passing.slice(0, limit);
  const next = passing.length > limit && writeToken(listing, { name: page.at(-1)?.name });
  return { DocumentIdentifiers: page.map(identifier), ...(next && { NextToken: next }) };
}

// An account has few hundred documents, and their records are small.
async function documentsAfter(store: Store, place: Place, name: string): Promise<DocumentRecord[]> {
  const query = { partition: documentsPartition(place), limit: 1000, ...(name && { from: `${name}\0` }) };
  return (await store.list<DocumentRecord>(query)).items.map(({ value }) => value);
}

function identifier(document: DocumentRecord): DocumentIdentifier {
  const { name, account, documentType, tags, requires, default: version } = document;
  return {
    Name: name,
    CreatedDate: new Date(version.createdTime),
    DisplayName: version.displayName,
    Owner: account,
    VersionName: version.versionName,
    PlatformTypes: platformTypes(documentType),
    DocumentVersion: String(version.version),
    DocumentType: documentType,
    SchemaVersion: version.schemaVersion,
    DocumentFormat: version.format,
    TargetType: version.targetType,
    Tags: tags,
    Requires: requires,
    Author: document.author,
    ReviewStatus: reviewStatus(document, version.version),
  };
}
