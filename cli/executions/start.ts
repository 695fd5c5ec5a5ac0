import type { DescribeDocumentResult } from '@aws-sdk/client-ssm';
import { telling } from '../calling.ts';
import { type Body, listOption, textOption } from '../command.ts';
import { startExecution } from '../follow.ts';
import { parametersFrom } from '../parameters.ts';

/** quaymaster executions start: runs a document that is there, and prints the id of the execution, for scripts. */
export const start: Body = (given) =>
  telling(
    given,
    async ({ call }) => {
      const [DocumentName = '', ...rest] = given.positionals;
      const version = textOption(given, 'document-version');
      const document = { Name: DocumentName, ...(version && { DocumentVersion: version }) };
      const { Document } = await call<DescribeDocumentResult>('AmazonSSM.DescribeDocument', document);
      const types = (Document?.Parameters ?? []).map(({ Name = '', Type = 'String' }) => [Name, Type] as const);
      const Parameters = parametersFrom([...listOption(given, 'parameters'), ...rest], Object.fromEntries(types));
      const AutomationExecutionId = await startExecution(call, {
        DocumentName,
        ...(version && { DocumentVersion: version }),
        ...(given.values.interactive === true && { Mode: 'Interactive' }),
        ...(Object.keys(Parameters).length && { Parameters }),
      });
      return { AutomationExecutionId };
    },
    ({ AutomationExecutionId }) => [AutomationExecutionId],
  );
