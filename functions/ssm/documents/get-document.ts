import type { GetDocumentRequest, GetDocumentResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { type ContentFormat, readContent, writeContent } from './content.ts';
import { contentOf, requireDocument } from './record.ts';
import { reviewStatus } from './review.ts';

/**
 * The content of a version: byte for byte as it was given, or converted to the other format. JSON unless told.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetDocument.html
 */
export async function getDocument(
  input: GetDocumentRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<GetDocumentResult> {
  const found = await requireDocument(store, input, caller);
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
    ReviewStatus: reviewStatus(document.value, version.version),
  };
}

// Text is never anything else.
function converted(content: string, format: ContentFormat, wanted: ContentFormat) {
  if (format === wanted || format === 'TEXT' || wanted === 'TEXT') return { Content: content, DocumentFormat: format };
  return { Content: writeContent(readContent(content, format), wanted), DocumentFormat: wanted };
}
