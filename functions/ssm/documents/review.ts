import type { ReviewInformation, ReviewStatus } from '@aws-sdk/client-ssm';
import type { Key, Store, Stored } from '../../ports/store.ts';
import { type DocumentRecord, versionsPartition } from './record.ts';

/** How the review of a version stands, and who brought it there. Times are epoch milliseconds. */
export interface Review {
  status: ReviewStatus;
  reviewer: string;
  time: number;
}

/** What somebody said to a version; `sequence` counts from 1 in a document. */
export interface ReviewResponse extends Review {
  sequence: number;
  version: number;
  updatedTime: number;
  comment?: string;
}

/** What was said last to the versions of a document, newest last. */
export interface ReviewHistory {
  responses: ReviewResponse[];
}

const changeTemplate = 'Automation.ChangeTemplate';

/** Whether documents of the type are reviewed. */
export const isReviewed = (documentType: string): boolean => documentType === changeTemplate;

/** The place of a document's review history. */
export const historyKey = (document: DocumentRecord): Key => ({
  partition: versionsPartition(document),
  sort: 'reviews',
});

/** The review history of a document; undefined where nobody said anything. */
export const getHistory = (store: Store, document: DocumentRecord): Promise<Stored<ReviewHistory> | undefined> =>
  store.get<ReviewHistory>(historyKey(document));

/** How the review of a version stands; undefined for a document that is of no such type. */
export function reviewStatus({ documentType, reviews }: DocumentRecord, version: number): ReviewStatus | undefined {
  return isReviewed(documentType) ? (reviews?.[version]?.status ?? 'NOT_REVIEWED') : undefined;
}

/** The newest version whose review stands so. */
export function newestVersion({ reviews = {} }: DocumentRecord, status: ReviewStatus): number | undefined {
  const versions = Object.keys(reviews).map(Number);
  return versions.sort((a, b) => b - a).find((version) => reviews[version]?.status === status);
}

/** What DescribeDocument tells of the review of a version. */
export function reviewDetails(document: DocumentRecord, version: number) {
  const review = document.reviews?.[version];
  return {
    Author: document.author,
    ReviewStatus: reviewStatus(document, version),
    ReviewInformation: review && [reviewInformation(review)],
    ApprovedVersion: newestVersion(document, 'APPROVED')?.toString(),
    PendingReviewVersion: newestVersion(document, 'PENDING')?.toString(),
  };
}

const reviewInformation = ({ status, reviewer, time }: Review): ReviewInformation => ({
  ReviewedTime: new Date(time),
  Status: status,
  Reviewer: reviewer,
});
