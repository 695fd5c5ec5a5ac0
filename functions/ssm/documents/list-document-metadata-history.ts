import type {
  DocumentReviewerResponseSource,
  ListDocumentMetadataHistoryRequest,
  ListDocumentMetadataHistoryResponse,
} from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalidNextToken } from '../errors.ts';
import { writeToken } from '../../api/next-token.ts';
import { placeOf } from '../next-token.ts';
import { requireDocument, versionsPartition } from './record.ts';
import { getHistory, type ReviewResponse } from './review.ts';

/**
 * What was said to a version of a change template, oldest first. Throws InvalidDocument, InvalidDocumentVersion, InvalidNextToken.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ListDocumentMetadataHistory.html
 */
export async function listDocumentMetadataHistory(
  input: ListDocumentMetadataHistoryRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<ListDocumentMetadataHistoryResponse> {
  const { MaxResults: limit = 50, NextToken: token } = input;
  const {
    document: { value: document },
    version: { version },
  } = await requireDocument(store, input, caller);
  const listing = { operation: 'ListDocumentMetadataHistory', partition: versionsPartition(document), version };
  const { after = 0 } = placeOf<{ after?: unknown }>(listing, token) ?? {};
  if (typeof after !== 'number') throw invalidNextToken();
  const responses = (await getHistory(store, document))?.value.responses ?? [];
  const left = responses.filter((response) => response.version === version && response.sequence > after);
  const page = left.slice(0, limit);
  return {
    Name: document.name,
    DocumentVersion: String(version),
    Author: document.author,
    Metadata: { ReviewerResponse: page.map(reviewerResponse) },
    ...(left.length > limit && { NextToken: writeToken(listing, { after: page.at(-1)?.sequence }) }),
  };
}

const reviewerResponse = (response: ReviewResponse): DocumentReviewerResponseSource => ({
  CreateTime: new Date(response.time),
  UpdatedTime: new Date(response.updatedTime),
  ReviewStatus: response.status,
  Comment: response.comment === undefined ? [] : [{ Type: 'Comment', Content: response.comment }],
  Reviewer: response.reviewer,
});
