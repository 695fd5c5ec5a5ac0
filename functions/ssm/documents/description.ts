import type { DocumentDescription, DocumentStatus, PlatformType } from '@aws-sdk/client-ssm';
import type { DocumentRecord, DocumentVersion } from './record.ts';
import { reviewDetails } from './review.ts';

const RUN_ON_PLATFORMS = new Set(['Automation', 'Automation.ChangeTemplate', 'Command', 'Package', 'Policy']);

/** The operating systems a document of the type is for; none where it does not run. */
export const platformTypes = (documentType: string): PlatformType[] =>
  RUN_ON_PLATFORMS.has(documentType) ? ['Windows', 'Linux'] : [];

/** A version of a document as CreateDocument, UpdateDocument and DescribeDocument tell it. */
export function documentDescription(
  document: DocumentRecord,
  version: DocumentVersion,
  status: DocumentStatus,
): DocumentDescription {
  return {
    Hash: version.hash,
    HashType: 'Sha256',
    Name: document.name,
    DisplayName: version.displayName,
    VersionName: version.versionName,
    Owner: document.account,
    CreatedDate: new Date(version.createdTime),
    Status: status,
    DocumentVersion: String(version.version),
    Description: version.description,
    Parameters: version.parameters,
    PlatformTypes: platformTypes(document.documentType),
    DocumentType: document.documentType,
    SchemaVersion: version.schemaVersion,
    LatestVersion: String(document.latestVersion),
    DefaultVersion: String(document.default.version),
    DocumentFormat: version.format,
    TargetType: version.targetType,
    Tags: document.tags,
    AttachmentsInformation: version.attachments.map(({ name }) => ({ Name: name })),
    Requires: document.requires,
    ...reviewDetails(document, version.version),
  };
}
