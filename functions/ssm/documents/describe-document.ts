import type { DescribeDocumentRequest, DescribeDocumentResult } from '@aws-sdk/client-ssm';
import type { Caller } from '../../api/action.ts';
import type { Ports } from '../../ports/ports.ts';
import { documentDescription } from './description.ts';
import { requireDocument } from './record.ts';

/**
 * What a version of a document is and takes, without its content.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DescribeDocument.html
 */
export async function describeDocument(
  input: DescribeDocumentRequest,
  { store }: Pick<Ports, 'store'>,
  caller: Caller,
): Promise<DescribeDocumentResult> {
  const { document, version } = await requireDocument(store, input, caller);
  return { Document: documentDescription(document.value, version, 'Active') };
}
