import type { DescribeDocumentResult, GetDocumentResult } from '@aws-sdk/client-ssm';
import { calling } from '../calling.ts';
import type { Call } from '../client.ts';
import { type Body, textOption } from '../command.ts';
import { contents } from '../harmless.ts';
import { tell } from '../output.ts';

/** A version of a document, the default one unless told, in the format it was given: GetDocument answers in JSON where no format is asked for. */
export async function documentContent(call: Call, Name: string, DocumentVersion?: string): Promise<GetDocumentResult> {
  const named = { Name, ...(DocumentVersion && { DocumentVersion }) };
  const { Document } = await call<DescribeDocumentResult>('AmazonSSM.DescribeDocument', named);
  return call('AmazonSSM.GetDocument', { ...named, DocumentFormat: Document?.DocumentFormat });
}

/** quaymaster documents show: its text, as it was given. */
export const showDocument: Body = async (given) => {
  const version = textOption(given, 'document-version');
  const found = await calling(given, ({ call }) => documentContent(call, given.positionals[0] ?? '', version));
  const { Content = '' } = found;
  return tell(given, { value: found, lines: () => [contents(Content).trimEnd()] });
};
