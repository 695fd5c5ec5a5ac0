import type { GetDocumentRequest, GetDocumentResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { invalidDocument, invalidDocumentVersion } from '../errors.ts';
import { attachmentContents } from './attachments.ts';
import { awsDocument, isMissing } from './aws-document.ts';
import { type ContentFormat, readContent, writeContent } from './content.ts';
import { contentOf, findDocument } from './record.ts';
import { reviewStatus } from './review.ts';

/**
 * The content of a version: byte for byte as it was given, or converted to the other format. JSON unless told. Documents of AWS's own, and those of
 * other accounts, are asked of SSM. Throws InvalidDocument, InvalidDocumentVersion.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html
 */
export async function getDocument(
  input: GetDocumentRequest,
  ports: Pick<Ports, 'store' | 'aws' | 'clock' | 'objects'>,
  caller: Caller,
): Promise<GetDocumentResult> {
  const { store } = ports;
  const found = await findDocument(store, input, caller);
  if (found === 'no document') return getAwsDocument(input, ports, caller);
  if (found === 'no version') throw invalidDocumentVersion();
  const { document, version } = found;
  const { DocumentFormat: wanted = 'JSON' } = input;
  const content = await contentOf(store, found);
  return {
    Name: document.value.name,
    CreatedDate: new Date(version.createdTime),
    DisplayName: version.displayName,
    VersionName: version.versionName,
    DocumentVersion: String(version.version),
    Status: 'Active',
    ...converted(content, version.format, wanted),
    DocumentType: document.value.documentType,
    Requires: document.value.requires,
    ...(version.attachments.length && {
      AttachmentsContent: await attachmentContents(version.attachments, ports),
    }),
    ReviewStatus: reviewStatus(document.value, version.version),
  };
}

async function getAwsDocument(
  input: GetDocumentRequest,
  ports: Pick<Ports, 'aws' | 'clock'>,
  caller: Caller,
): Promise<GetDocumentResult> {
  const found = await awsDocument(input, ports, caller);
  if (!found) throw invalidDocument(input.Name ?? '');
  if (isMissing(found))
    throw found.missing === 'version' ? invalidDocumentVersion() : invalidDocument(input.Name ?? '', found.reason);
  const { ResponseMetadata: _ours, CreatedDate: created, ...rest } = found;
  // The port gives times as text.
  return { ...rest, ...(typeof created === 'string' && { CreatedDate: new Date(created) }) };
}

// Text is never anything else.
function converted(content: string, format: ContentFormat, wanted: ContentFormat) {
  if (format === wanted || format === 'TEXT' || wanted === 'TEXT') return { Content: content, DocumentFormat: format };
  return { Content: writeContent(readContent(content, format), wanted), DocumentFormat: wanted };
}
