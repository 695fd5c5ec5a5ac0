import type {
  DocumentReviewAction,
  ReviewStatus,
  UpdateDocumentMetadataRequest,
  UpdateDocumentMetadataResponse,
} from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalidDocumentOperation } from '../errors.ts';
import { type DocumentRecord, requireDocument } from './record.ts';
import {
  getHistory,
  historyKey,
  isReviewed,
  newestVersion,
  type Review,
  type ReviewResponse,
  reviewStatus,
} from './review.ts';

// A comment is up to 1,024 characters, and the history is one record.
const mostKept = 50;

/**
 * Sends a version of a change template for review, says what came of it, or changes what the caller said.
 * Throws InvalidDocument, InvalidDocumentOperation, InvalidDocumentVersion.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_UpdateDocumentMetadata.html
 */
export async function updateDocumentMetadata(
  input: UpdateDocumentMetadataRequest,
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  caller: Caller,
): Promise<UpdateDocumentMetadataResponse> {
  const { Action: action = 'UpdateReview', Comment: [{ Content: comment = '' } = {}] = [] } =
    input.DocumentReviews ?? {};
  const { document, version } = await requireDocument(store, input, caller);
  const { value } = document;
  const status = statusAfter(value, version.version, action);
  const review: Review = { status, reviewer: caller.name, time: clock.now() };
  const history = await getHistory(store, value);
  const said = history?.value.responses ?? [];
  const responses =
    action === 'UpdateReview'
      ? withComment(said, version.version, { review, comment })
      : [...said, responseOf(said, version.version, { review, comment })];
  const reviews = action === 'UpdateReview' ? value.reviews : reviewsAfter(value, version.version, review);
  await store.write([
    { put: { ...document, value: { ...value, ...(reviews && { reviews }) } }, expect: document.version },
    { put: { ...historyKey(value), value: { responses: responses.slice(-mostKept) } }, expect: history?.version ?? 0 },
  ]);
  return {};
}

/** Where an action brings the review of a version; throws InvalidDocumentOperation where it cannot. */
function statusAfter(document: DocumentRecord, version: number, action: DocumentReviewAction): ReviewStatus {
  if (!isReviewed(document.documentType))
    throw invalidDocumentOperation(`Document ${document.name} is no change template, so it has no reviews.`);
  const status = reviewStatus(document, version);
  if (action !== 'SendForReview') {
    if (status !== 'PENDING')
      throw invalidDocumentOperation(`Version ${version} of document ${document.name} is not under review.`);
    return action === 'Approve' ? 'APPROVED' : action === 'Reject' ? 'REJECTED' : 'PENDING';
  }
  const pending = newestVersion(document, 'PENDING');
  if (pending !== undefined)
    throw invalidDocumentOperation(`Version ${pending} of document ${document.name} is under review.`);
  if (status === 'APPROVED')
    throw invalidDocumentOperation(`Version ${version} of document ${document.name} is approved already.`);
  return 'PENDING';
}

/** Only one version is approved: the one before is rejected by the approval of another. */
function reviewsAfter(document: DocumentRecord, version: number, review: Review): Record<string, Review> {
  const approved = review.status === 'APPROVED' ? newestVersion(document, 'APPROVED') : undefined;
  return {
    ...document.reviews,
    ...(approved !== undefined && { [approved]: { ...review, status: 'REJECTED' as const } }),
    [version]: review,
  };
}

interface Said {
  review: Review;
  comment: string;
}

const responseOf = (said: ReviewResponse[], version: number, { review, comment }: Said): ReviewResponse => ({
  ...review,
  sequence: (said.at(-1)?.sequence ?? 0) + 1,
  version,
  updatedTime: review.time,
  ...(comment && { comment }),
});

/** What was said with the comment of the reviewer's last word to the version changed. */
function withComment(said: ReviewResponse[], version: number, { review, comment }: Said): ReviewResponse[] {
  const last = said.findLast((one) => one.version === version && one.reviewer === review.reviewer);
  if (!last) throw invalidDocumentOperation(`${review.reviewer} has said nothing to version ${version} yet.`);
  const { comment: _before, ...rest } = last;
  const changed = { ...rest, updatedTime: review.time, ...(comment && { comment }) };
  return said.map((one) => (one === last ? changed : one));
}
